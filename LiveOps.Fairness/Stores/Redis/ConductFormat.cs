using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using LiveOps.Fairness.Conduct;
using LiveOps.Fairness.Players;
using LiveOps.Fairness.Policies;
using LiveOps.Fairness.Standings;

namespace LiveOps.Fairness.Stores.Redis;

/// <summary>
/// What a verdict changes of a player, little-endian: u8 version=1 | u64 stamp | i64 arrival (ticks) | u32 layout of the gains | u8 gains |
/// 20 bytes each (<see cref="GainWindow"/> as it is) | the standing (<see cref="Standing.Save"/>), absent while nothing is held against them.
/// </summary>
internal static class ConductFormat
{
    private const byte Version = 1;
    private const int ArrivalAt = StoredPart.StampAt + StoredPart.StampLength, LayoutAt = ArrivalAt + 8, GainsAt = LayoutAt + 5;

    // Verdicts go by the gateways' clocks, keys expire by Redis's.
    private const long ClocksApart = 10 * TimeSpan.TicksPerMinute;

    /// <summary>Reads it into a shard, which knows the policy's gains and nothing of the player yet.</summary>
    public static void Read(byte[]? conduct, Shard shard, int number, FairnessPolicy policy)
    {
        if (conduct is null)
            return;
        ref PlayerSlot player = ref shard.Players[number];
        player.Arrival = ArrivalOf(conduct);
        int gains = GainsLength(conduct);
        if (gains > 0 && BinaryPrimitives.ReadUInt32LittleEndian(conduct.AsSpan(LayoutAt)) == policy.GainLayoutHash)
            conduct.AsSpan(GainsAt, gains).CopyTo(MemoryMarshal.AsBytes(shard.Gains.Of(number)));
        if (StandingOf(conduct) is { } standing)
            shard.Record(player.Id).Live.CopyFrom(standing);
    }

    /// <summary>Writes it from a shard.</summary>
    public static void Write(StoredPart part, Shard shard, int number, FairnessPolicy policy, long now)
    {
        ref PlayerSlot player = ref shard.Players[number];
        Standing? standing = player.Recorded ? shard.Records[player.Id].Live : null;
        Replace(part, player.Arrival, policy.GainLayoutHash, MemoryMarshal.AsBytes(shard.Gains.Of(number)), standing, policy, now);
    }

    /// <summary>Writes what was read with another standing.</summary>
    public static void Write(StoredPart part, Standing standing, FairnessPolicy policy, long now)
    {
        byte[]? was = part.Was;
        if (was is null)
            Replace(part, 0, 0, default, standing, policy, now);
        else
            Replace(part, ArrivalOf(was), BinaryPrimitives.ReadUInt32LittleEndian(was.AsSpan(LayoutAt)), was.AsSpan(GainsAt, GainsLength(was)), standing, policy, now);
    }

    /// <summary>The standing in it; null when nothing is held against the player.</summary>
    public static Standing? StandingOf(byte[]? conduct)
    {
        if (conduct is null)
            return null;
        int at = GainsAt + GainsLength(conduct);
        if (at == conduct.Length)
            return null;
        var standing = new Standing();
        using var reader = new BinaryReader(new MemoryStream(conduct, at, conduct.Length - at), Encoding.UTF8);
        standing.Load(reader);
        return standing;
    }

    private static void Replace(StoredPart part, long arrival, uint layout, ReadOnlySpan<byte> gains, Standing? standing, FairnessPolicy policy, long now)
    {
        byte[] held = standing is null || standing.IsEmpty || standing.IsSpent(now, policy.ForgetAfter) ? [] : Bytes(standing);
        byte[] conduct = new byte[GainsAt + gains.Length + held.Length];
        conduct[0] = Version;
        BinaryPrimitives.WriteInt64LittleEndian(conduct.AsSpan(StoredPart.StampAt), Stamps.Next());
        BinaryPrimitives.WriteInt64LittleEndian(conduct.AsSpan(ArrivalAt), arrival);
        BinaryPrimitives.WriteUInt32LittleEndian(conduct.AsSpan(LayoutAt), layout);
        conduct[GainsAt - 1] = (byte)(gains.Length / GainWindow.Length);
        gains.CopyTo(conduct.AsSpan(GainsAt));
        held.CopyTo(conduct, GainsAt + gains.Length);

        // Forgotten when nothing in it can matter any more: never before a block has ended, nor while a flag is to be seen.
        long until = Math.Max(arrival, now + policy.LongestGain);
        if (held.Length > 0)
            until = Math.Max(until, standing!.MattersUntil(policy.ForgetAfter));
        part.Replace(conduct, until - now + ClocksApart);
    }

    private static long ArrivalOf(byte[] conduct) => conduct[0] == Version
        ? BinaryPrimitives.ReadInt64LittleEndian(conduct.AsSpan(ArrivalAt))
        : throw new InvalidDataException($"a player's conduct of version {conduct[0]}; this program reads version {Version}");

    private static int GainsLength(byte[] conduct) => conduct[GainsAt - 1] * GainWindow.Length;

    private static byte[] Bytes(Standing standing)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        standing.Save(writer);
        return stream.ToArray();
    }
}
