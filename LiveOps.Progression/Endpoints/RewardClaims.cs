using System.Security.Cryptography;
using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Ids;
using LiveOps.Core.Receipts;
using LiveOps.Core.Signing;
using LiveOps.Progression.Claims;
using LiveOps.Progression.Metrics;
using LiveOps.Progression.Rules;
using LiveOps.Progression.Stores;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Progression.Endpoints;

/// <summary>Claims rewards: makes the receipt that a claim carries, and has the store decide.</summary>
internal sealed class RewardClaims(IProgressStore store, ReceiptKeys keys, ProgressionMetrics metrics, TimeProvider clock)
{
    /// <exception cref="BusUnavailableException">The claim could not be made durable.</exception>
    /// <exception cref="StoreUnavailableException">The claim could not be made durable.</exception>
    public async Task<ClaimOutcome> ClaimAsync(string playerId, string reward, SignedBy signer, CancellationToken cancellation)
    {
        if (!RewardRule.IsName(reward))
            return ClaimOutcome.NotGranted;
        ClaimOutcome outcome = await store.ClaimAsync(Claim(playerId, reward, signer), cancellation);
        if (outcome.Status == ClaimStatus.Claimed)
            metrics.ReceiptsIssued.Inc();
        return outcome;
    }

    private RewardClaim Claim(string playerId, string reward, SignedBy signer)
    {
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random);
        var claimId = new UInt128(BitConverter.ToUInt64(random), BitConverter.ToUInt64(random[8..]));
        long at = clock.GetUtcNow().Ticks - DateTime.UnixEpoch.Ticks;
        return new RewardClaim
        {
            PlayerId = playerId,
            Reward = reward,
            Request = IdHash.Of(Encoding.ASCII.GetBytes($"{signer.KeyId}/{signer.WebhookId}")),
            ClaimId = claimId,
            At = at,
            KeyId = keys.Signing.Id,
            Signature = Receipt.Sign(keys.Signing, ClaimReceipts.Claims(playerId, claimId, reward, at)),
        };
    }
}
