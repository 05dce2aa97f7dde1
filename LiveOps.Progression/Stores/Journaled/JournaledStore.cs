using System.Text;
using System.Text.Json;
using LiveOps.Core.Bus;
using LiveOps.Core.Ids;
using LiveOps.Progression.Claims;
using LiveOps.Progression.State;

namespace LiveOps.Progression.Stores.Journaled;

/// <summary>Progress in memory: reads ask the state, and what changes it goes by way of the journal.</summary>
internal sealed class JournaledStore(ProgressionState state, ICommandLog commands, IEventBus bus) : IProgressStore
{
    public ReadOnlyMemory<byte> RulesJson => state.RulesJson;

    public ValueTask<bool> TryWriteAsync(string playerId, PlayerPart part, Utf8JsonWriter json, CancellationToken cancellation)
    {
        Span<byte> buffer = stackalloc byte[IdRule.MaxLength];
        ReadOnlySpan<byte> player = buffer[..Encoding.ASCII.GetBytes(playerId, buffer)];
        return new ValueTask<bool>(part switch
        {
            PlayerPart.Progress => state.TryWritePlayer(player, json),
            PlayerPart.Rewards => state.TryWriteRewards(player, json),
            _ => state.TryWriteExport(player, json),
        });
    }

    public void WriteNobody(string playerId, Utf8JsonWriter json) => state.WriteNobody(Encoding.ASCII.GetBytes(playerId), json);

    public async ValueTask<ClaimOutcome> ClaimAsync(RewardClaim claim, CancellationToken cancellation)
    {
        byte[] player = Encoding.ASCII.GetBytes(claim.PlayerId), reward = Encoding.ASCII.GetBytes(claim.Reward);
        if (state.FindReceipt(player, reward, claim.Request) is { } receipt)
            return new ClaimOutcome(ClaimStatus.ClaimedBefore, receipt);

        // Whether it was granted is for the journal to say: the event that grants it may be durable and not yet applied.
        byte[] command = new ClaimCommand
        {
            PlayerId = player,
            Reward = reward,
            KeyId = Encoding.ASCII.GetBytes(claim.KeyId),
            Signature = claim.Signature,
            ClaimId = claim.ClaimId,
            Request = claim.Request,
            At = claim.At,
        }.Encode();
        return (ClaimOutcome)(await commands.ExecuteAsync(ProgressionState.Consumer, command, cancellation))!;
    }

    public async ValueTask EraseAsync(string playerId, CancellationToken cancellation)
    {
        // Once on the bus it is on its way to every service; the barrier behind it waits until this one has forgotten the player.
        await bus.PublishAsync(new BusMessage(BusMessageKind.PlayerErased, Encoding.ASCII.GetBytes(playerId)), cancellation);
        await commands.ExecuteAsync(ProgressionState.Consumer, new[] { (byte)CommandKind.Barrier }, cancellation);
    }
}
