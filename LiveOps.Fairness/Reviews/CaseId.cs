using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using LiveOps.Core.Ids;

namespace LiveOps.Fairness.Reviews;

/// <summary>
/// The id of a player's case: the 128 bits of their id's hash in base64url. A player has one case, so the id needs no counter that replicas would have to share, and a case
/// that comes again after its player was erased tells nobody whose it was.
/// </summary>
internal static class CaseId
{
    /// <summary>Its characters.</summary>
    public const int Length = 22;

    public static string Of(string playerId) => Of(HashOf(playerId));

    public static string Of(UInt128 player)
    {
        Span<byte> hash = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128LittleEndian(hash, player);
        return Base64Url.EncodeToString(hash);
    }

    /// <summary>The hash of a player's id.</summary>
    public static UInt128 HashOf(string playerId) => IdHash.Of(Encoding.UTF8.GetBytes(playerId));

    /// <summary>Whose case it is, by the id of one that there is.</summary>
    public static UInt128 PlayerOf(string id) => TryParse(id, out UInt128 player) ? player : throw new InvalidDataException("no case's id");

    /// <summary>Reads one; false for what no player's case can have.</summary>
    public static bool TryParse(string id, out UInt128 player)
    {
        Span<byte> hash = stackalloc byte[16];
        player = 0;
        if (id.Length != Length || !Base64Url.IsValid(id) || !Base64Url.TryDecodeFromChars(id, hash, out int written) || written != hash.Length)
            return false;
        player = BinaryPrimitives.ReadUInt128LittleEndian(hash);
        return Of(player) == id;
    }
}
