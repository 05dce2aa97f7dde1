using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Core.Notices;
using LiveOps.Core.Windows;
using LiveOps.Gateway.Webhooks.Deliveries;
using LiveOps.Gateway.Webhooks.State;

namespace LiveOps.Gateway.Webhooks.Stores;

/// <summary>Webhooks in memory: reads ask the state, and what changes it goes by way of the journal.</summary>
internal sealed class JournaledWebhooks(WebhookState state, ICommandLog commands, IEventBus bus, TimeProvider clock) : IWebhookStore, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _announcing = new(1);

    public Action? Changed { set => state.Changed = value; }

    public long Overflowed => state.Overflowed;

    public ValueTask<IReadOnlyList<(Webhook Webhook, int Pending)>> ListAsync(CancellationToken cancellation) => new(state.List());

    public ValueTask<(Webhook Webhook, int Pending)?> FindAsync(string id, CancellationToken cancellation) => new(state.Find(id));

    public async Task<PutResult> PutAsync(string id, WebhookWish wish, byte[] secret, AuditEntry audit)
    {
        var done = (PutResult)(await ExecuteAsync(WebhookCommand.Put(id, wish, secret, clock.Now()), audit))!;
        await TryAnnounceAsync(); // what happens once this is answered is told
        return done;
    }

    public async Task<Webhook?> RotateAsync(string id, byte[] secret, long until, AuditEntry audit) =>
        (Webhook?)await ExecuteAsync(WebhookCommand.Rotate(id, secret, until, clock.Now()), audit);

    public async Task<bool> DeleteAsync(string id, AuditEntry audit)
    {
        bool done = await ExecuteAsync(WebhookCommand.Delete(id, clock.Now()), audit) is not null;
        await TryAnnounceAsync();
        return done;
    }

    public ValueTask<IReadOnlyList<Delivery>> DeliveriesAsync(string id, DeliveryStatus? status, string? subject, long below, int most, CancellationToken cancellation) =>
        new(state.Deliveries(id, status, below, most, subject));

    public ValueTask<Delivery?> FindDeliveryAsync(string id, string delivery, CancellationToken cancellation) => new(state.FindDelivery(id, delivery));

    public async Task<Delivery?> ResendAsync(string id, string delivery, AuditEntry audit) =>
        (Delivery?)await ExecuteAsync(WebhookCommand.Resend(id, delivery, clock.Now()), audit);

    public ValueTask<IReadOnlyList<Delivery>> TakeDueAsync(string id, int most, CancellationToken cancellation) => new(state.TakeDue(id, clock.Now(), most));

    public async Task<SettleResult> SettleAsync(string id, string delivery, AttemptResult result, CancellationToken cancellation) =>
        (SettleResult)(await commands.ExecuteAsync(GatewayJournal.Consumer, GatewayJournal.Command(WebhookCommand.Settle(id, delivery, result)), cancellation))!;

    // One at a time, and the next when this one is known here: else the older of two wishes might be said last.
    public async Task AnnounceAsync(CancellationToken cancellation)
    {
        await _announcing.WaitAsync(cancellation);
        try
        {
            ulong wanted = state.Wanted;
            if (state.Announced.Types == wanted)
                return;
            long at = Math.Max(clock.Now(), state.Announced.At + 1);
            await bus.PublishAsync(new BusMessage(BusMessageKind.NoticesWanted, new NoticesWanted(at, wanted).ToBytes()), cancellation);
            await state.HasAnnounced(at).WaitAsync(Patience, clock, cancellation);
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

    private async Task TryAnnounceAsync()
    {
        try
        {
            await AnnounceAsync(CancellationToken.None);
        }
        catch (BusUnavailableException)
        {
            // The webhook is there, and its secret must be told. The next round says what is wanted.
        }
    }

    // What is on its way cannot be called back, so nobody's leaving ends it.
    private Task<object?> ExecuteAsync(byte[] command, AuditEntry audit) => commands.ExecuteAsync(GatewayJournal.Consumer, GatewayJournal.Audited(audit, command));
}
