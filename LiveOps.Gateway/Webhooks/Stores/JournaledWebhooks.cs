using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Core.Notices;
using LiveOps.Core.Windows;
using LiveOps.Gateway.Webhooks.Deliveries;
using LiveOps.Gateway.Webhooks.State;

namespace LiveOps.Gateway.Webhooks.Stores;

/// <summary>The embedded system's webhooks: the log is the journal, and services are told on the bus what is wanted.</summary>
internal sealed class JournaledWebhooks(WebhookState state, ICommandLog commands, IEventBus bus, TimeProvider clock, SecretBox? box = null)
    : ReplayedWebhooks(state, box ?? new SecretBox(), clock), IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly WebhookState _state = state;
    private readonly TimeProvider _clock = clock;
    private readonly SemaphoreSlim _announcing = new(1);

    public override async Task<SettleResult> SettleAsync(string id, string delivery, AttemptResult result, CancellationToken cancellation) =>
        (SettleResult)(await commands.ExecuteAsync(GatewayJournal.Consumer, GatewayJournal.Command(WebhookCommand.Settle(id, delivery, result)), cancellation))!;

    // One at a time, and the next when this one is known here: else the older of two wishes might be said last.
    public override async Task AnnounceAsync(CancellationToken cancellation)
    {
        await _announcing.WaitAsync(cancellation);
        try
        {
            ulong wanted = _state.Wanted;
            if (_state.Announced.Types == wanted)
                return;
            long at = Math.Max(_clock.Now(), _state.Announced.At + 1);
            await bus.PublishAsync(new BusMessage(BusMessageKind.NoticesWanted, new NoticesWanted(at, wanted).ToBytes()), cancellation);
            await _state.HasAnnounced(at).WaitAsync(Patience, _clock, cancellation);
        }
        catch (TimeoutException e)
        {
            throw new BusUnavailableException("what was said on it does not come back", e);
        }
        finally
        {
            _announcing.Release();
        }
    }

    public void Dispose() => _announcing.Dispose();

    protected override Task<object?> ExecuteAsync(byte[] command, AuditEntry audit) => commands.ExecuteAsync(GatewayJournal.Consumer, GatewayJournal.Audited(audit, command));
}
