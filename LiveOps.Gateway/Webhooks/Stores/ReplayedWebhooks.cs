using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Core.Windows;
using LiveOps.Gateway.Webhooks.Deliveries;
using LiveOps.Gateway.Webhooks.State;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Gateway.Webhooks.Stores;

/// <summary>Webhooks in memory: reads ask the state, and what changes it goes by way of a log that makes it durable and is replayed.</summary>
/// <param name="state">The state.</param>
/// <param name="box">Seals secrets before they are in the log.</param>
/// <param name="clock">The clock.</param>
internal abstract class ReplayedWebhooks(WebhookState state, SecretBox box, TimeProvider clock) : IWebhookStore
{
    public Action? Changed { set => state.Changed = value; }

    public long Overflowed => state.Overflowed;

    public virtual bool Sends => true;

    public IReadOnlyList<(Webhook Webhook, int Pending)> Known => state.List();

    public async ValueTask<IReadOnlyList<(Webhook Webhook, int Pending)>> ListAsync(CancellationToken cancellation)
    {
        await CatchUpAsync(cancellation);
        return state.List();
    }

    public async ValueTask<(Webhook Webhook, int Pending)?> FindAsync(string id, CancellationToken cancellation)
    {
        await CatchUpAsync(cancellation);
        return state.Find(id);
    }

    public async Task<PutResult> PutAsync(string id, WebhookWish wish, byte[] secret, AuditEntry audit, string seen = "")
    {
        var done = (PutResult)(await ExecuteAsync(WebhookCommand.Put(id, wish, Seal(secret), clock.Now(), seen), audit))!;
        if (!done.IsStale)
            await TryAsync(HaveToldAsync); // what happens once this is answered is told
        return done;
    }

    public async Task<PutResult> RotateAsync(string id, byte[] secret, long until, AuditEntry audit, string seen = "") =>
        (PutResult?)await ExecuteAsync(WebhookCommand.Rotate(id, Seal(secret), until, clock.Now(), seen), audit) ?? new PutResult(null, null);

    public async Task<bool> DeleteAsync(string id, AuditEntry audit)
    {
        bool done = await ExecuteAsync(WebhookCommand.Delete(id, clock.Now()), audit) is not null;
        await TryAsync(AnnounceAsync);
        return done;
    }

    public async ValueTask<IReadOnlyList<Delivery>> DeliveriesAsync(string id, DeliveryStatus? status, string? subject, long below, int most, CancellationToken cancellation)
    {
        await CatchUpAsync(cancellation);
        return state.Deliveries(id, status, below, most, subject);
    }

    public async ValueTask<Delivery?> FindDeliveryAsync(string id, string delivery, CancellationToken cancellation)
    {
        await CatchUpAsync(cancellation);
        return state.FindDelivery(id, delivery);
    }

    public async Task<Delivery?> ResendAsync(string id, string delivery, AuditEntry audit) =>
        (Delivery?)await ExecuteAsync(WebhookCommand.Resend(id, delivery, clock.Now()), audit);

    public ValueTask<IReadOnlyList<Delivery>> TakeDueAsync(string id, int most, CancellationToken cancellation) => new(Sends ? state.TakeDue(id, clock.Now(), most) : []);

    public abstract Task<SettleResult> SettleAsync(string id, string delivery, AttemptResult result, CancellationToken cancellation);

    public abstract Task AnnounceAsync(CancellationToken cancellation);

    /// <summary>Seals a secret, where there is a key.</summary>
    protected virtual byte[] Seal(byte[] secret) => box.Seal(secret);

    /// <summary>Has services told what is wanted; when it returns they go by it.</summary>
    protected virtual Task HaveToldAsync(CancellationToken cancellation) => AnnounceAsync(cancellation);

    /// <summary>Sees to it that what was done elsewhere is in the state.</summary>
    protected virtual Task CatchUpAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Does what a command says, durably, with its entry of the audit. What is on its way cannot be called back, so nobody's leaving ends it.</summary>
    protected abstract Task<object?> ExecuteAsync(byte[] command, AuditEntry audit);

    private static async Task TryAsync(Func<CancellationToken, Task> tell)
    {
        try
        {
            await tell(CancellationToken.None);
        }
        catch (Exception e) when (e is BusUnavailableException or StoreUnavailableException)
        {
            // The webhook is there, and its secret must be told. The next round says what is wanted.
        }
    }
}
