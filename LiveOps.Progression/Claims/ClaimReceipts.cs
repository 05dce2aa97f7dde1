using System.Buffers.Binary;
using System.Buffers.Text;
using LiveOps.Core.Receipts;
using LiveOps.Progression.Players;

namespace LiveOps.Progression.Claims;

/// <summary>
/// The receipts of claims, written from what a claim keeps: its id, time, key id and signature. So a receipt is the same for ever,
/// after its secret was rotated away too.
/// </summary>
internal static class ClaimReceipts
{
    public static ReceiptClaims Claims(string playerId, UInt128 claimId, string reward, long at)
    {
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(id, claimId);
        return new ReceiptClaims(playerId, Base64Url.EncodeToString(id), reward, at / TimeSpan.TicksPerSecond);
    }

    /// <summary>The receipt of a claim.</summary>
    public static string Write(string keyId, string playerId, UInt128 claimId, string reward, long at, ReadOnlySpan<byte> signature) =>
        Receipt.Write(keyId, Claims(playerId, claimId, reward, at), signature);

    /// <summary>The receipt of a grant that was claimed.</summary>
    public static string Write(PlayerTable players, int player, Grant grant)
    {
        ref Claim claim = ref players.Claim(grant.Claim);
        return Write(players.KeyIds.Text(claim.Key), players.Ids.Text(player), claim.Id, players.RewardNames.Text(grant.Reward), claim.At, claim.Signature[..claim.SignatureLength]);
    }
}
