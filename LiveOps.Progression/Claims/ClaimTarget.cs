using LiveOps.Core.Ids;

namespace LiveOps.Progression.Claims;

/// <summary>What a claim is for, a player's reward, as one hash.</summary>
internal static class ClaimTarget
{
    public static UInt128 Of(ReadOnlySpan<byte> playerId, ReadOnlySpan<byte> reward)
    {
        Span<byte> target = stackalloc byte[2 * byte.MaxValue + 1];
        playerId.CopyTo(target);
        target[playerId.Length] = (byte)'/'; // in no id
        reward.CopyTo(target[(playerId.Length + 1)..]);
        return IdHash.Of(target[..(playerId.Length + 1 + reward.Length)]);
    }
}
