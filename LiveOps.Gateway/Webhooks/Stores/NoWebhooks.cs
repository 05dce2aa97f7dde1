using LiveOps.Core.Audit;
using LiveOps.Gateway.Webhooks.Deliveries;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Gateway.Webhooks.Stores;

/// <summary>A gateway of a cluster that has no database has no webhooks, and every call says so.</summary>
internal sealed class NoWebhooks : IWebhookStore
{
    public Action? Changed { set => throw None(); }

    public long Overflowed => 0;

    public bool Sends => false;

    public IReadOnlyList<(Webhook Webhook, int Pending)> Known => [];

    public ValueTask<IReadOnlyList<(Webhook Webhook, int Pending)>> ListAsync(CancellationToken cancellation) => throw None();

    public ValueTask<(Webhook Webhook, int Pending)?> FindAsync(string id, CancellationToken cancellation) => throw None();

    public Task<PutResult> PutAsync(string id, WebhookWish wish, byte[] secret, AuditEntry audit, string seen = "") => throw None();

    public Task<PutResult> RotateAsync(string id, byte[] secret, long until, AuditEntry audit, string seen = "") => throw None();

    public Task<bool> DeleteAsync(string id, AuditEntry audit) => throw None();

    public ValueTask<IReadOnlyList<Delivery>> DeliveriesAsync(string id, DeliveryStatus? status, string? subject, long below, int most, CancellationToken cancellation) => throw None();

    public ValueTask<Delivery?> FindDeliveryAsync(string id, string delivery, CancellationToken cancellation) => throw None();

    public Task<Delivery?> ResendAsync(string id, string delivery, AuditEntry audit) => throw None();

    public ValueTask<IReadOnlyList<Delivery>> TakeDueAsync(string id, int most, CancellationToken cancellation) => throw None();

    public Task<SettleResult> SettleAsync(string id, string delivery, AttemptResult result, CancellationToken cancellation) => throw None();

    public Task AnnounceAsync(CancellationToken cancellation) => throw None();

    private static StoreUnavailableException None() => new("webhooks", "need a database of the gateway's own: set ConnectionStrings__gateway");
}
