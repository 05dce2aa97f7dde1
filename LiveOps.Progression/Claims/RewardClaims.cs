using System.Security.Cryptography;
using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Ids;
using LiveOps.Core.Receipts;
using LiveOps.Core.Signing;
using LiveOps.Progression.Metrics;
using LiveOps.Progression.Rules;
using LiveOps.Progression.State;

namespace LiveOps.Progression.Claims;

/// <summary>Claims rewards by way of the journal.</summary>
internal sealed class RewardClaims(ProgressionState state, ICommandLog commands, ReceiptKeys keys, ProgressionMetrics metrics, TimeProvider clock)
{
    /// <exception cref="BusUnavailableException">The claim could not be made durable.</exception>
    public async Task<ClaimOutcome> ClaimAsync(string playerId, string reward, SignedBy signer, CancellationToken cancellation)
    {
        if (!RewardRule.IsName(reward))
            return ClaimOutcome.NotGranted;
        UInt128 request = IdHash.Of(Encoding.ASCII.GetBytes($"{signer.KeyId}/{signer.WebhookId}"));
        if (state.FindReceipt(Encoding.ASCII.GetBytes(playerId), Encoding.ASCII.GetBytes(reward), request) is { } receipt)
            return new ClaimOutcome(ClaimStatus.ClaimedBefore, receipt);

        // Whether it was granted is for the journal to say: the event that grants it may be durable and not yet applied.
        var outcome = (ClaimOutcome)(await commands.ExecuteAsync(ProgressionState.Consumer, Command(playerId, reward, request), cancellation))!;
        if (outcome.Status == ClaimStatus.Claimed)
            metrics.ReceiptsIssued.Inc();
        return outcome;
    }

    private byte[] Command(string playerId, string reward, UInt128 request)
    {
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random);
        var claimId = new UInt128(BitConverter.ToUInt64(random), BitConverter.ToUInt64(random[8..]));
        long at = clock.GetUtcNow().Ticks - DateTime.UnixEpoch.Ticks;
        return new ClaimCommand
        {
            PlayerId = Encoding.ASCII.GetBytes(playerId),
            Reward = Encoding.ASCII.GetBytes(reward),
            KeyId = Encoding.ASCII.GetBytes(keys.Signing.Id),
            Signature = Receipt.Sign(keys.Signing, ClaimReceipts.Claims(playerId, claimId, reward, at)),
            ClaimId = claimId,
            Request = request,
            At = at,
        }.Encode();
    }
}
