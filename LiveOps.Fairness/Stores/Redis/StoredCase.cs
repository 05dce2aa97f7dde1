using System.Text;
using LiveOps.Fairness.Flags;
using LiveOps.Fairness.Reviews;

namespace LiveOps.Fairness.Stores.Redis;

/// <summary>
/// A player's case in Redis: <c>u8 version=1 | u64 stamp | its place without the id</c> (<see cref="CasePlace"/>) <c>| the case</c> (<see cref="CaseFormat"/>). The place stands there so that
/// who writes the case knows, without reading it, which entry of the order goes.
/// </summary>
internal static class StoredCase
{
    /// <summary>Cases kept of each shard: as many of all as are kept in memory.</summary>
    public const int Most = State.Cases.Most / PlayerKeys.Shards;

    private const byte Version = 1;
    private const int PlaceAt = StoredPart.StampAt + StoredPart.StampLength, CaseAt = PlaceAt + CasePlace.HeadLength;

    // Cases are forgotten by their number, not by time: an order that named some that have expired would show less than it says.
    private static readonly long Lifetime = TimeSpan.FromDays(3653).Ticks;

    /// <summary>The case; null for none.</summary>
    public static Case? Read(byte[]? bytes)
    {
        if (bytes is null)
            return null;
        if (bytes[0] != Version)
            throw new InvalidDataException($"a player's case of version {bytes[0]}; this program reads version {Version}");
        using var reader = new BinaryReader(new MemoryStream(bytes, CaseAt, bytes.Length - CaseAt), Encoding.UTF8);
        return CaseFormat.Read(reader);
    }

    /// <summary>Writes it.</summary>
    public static void Write(StoredPart part, Case one)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Version);
        writer.Write(Stamps.Next());
        writer.Write(CasePlace.Of(one).ToBytes().AsSpan(0, CasePlace.HeadLength));
        CaseFormat.Write(writer, one);
        part.Replace(stream.ToArray(), Lifetime);
    }

    /// <summary>Adds flags that were raised.</summary>
    public static void Add(StoredPart part, IEnumerable<Raised> raised)
    {
        Case? one = Read(part.Was);
        foreach (Raised each in raised)
            one = Case.With(one, each);
        Write(part, one!);
    }

    /// <summary>The entry of the order; empty for a case that is not there.</summary>
    /// <param name="player">Whose.</param>
    /// <param name="bytes">The case.</param>
    public static byte[] Place(UInt128 player, byte[]? bytes) =>
        bytes is { Length: > CaseAt } ? [.. bytes.AsSpan(PlaceAt, CasePlace.HeadLength), .. PlayerKeys.NameOf(player)] : [];
}
