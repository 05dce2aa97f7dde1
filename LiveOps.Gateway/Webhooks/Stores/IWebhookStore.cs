using LiveOps.Core.Audit;
using LiveOps.Gateway.Webhooks.Deliveries;

namespace LiveOps.Gateway.Webhooks.Stores;

/// <summary>Where webhooks and their deliveries are kept. What a call changes is durable when it returns, with its entry of the audit.</summary>
internal interface IWebhookStore
{
    /// <summary>Rings when something may be due.</summary>
    Action? Changed { set; }

    /// <summary>Whether it is this process that sends.</summary>
    bool Sends { get; }

    /// <summary>Deliveries that were given up for want of room, since the start.</summary>
    long Overflowed { get; }

    /// <summary>All webhooks by id as far as this process knows them, each with how many deliveries wait.</summary>
    IReadOnlyList<(Webhook Webhook, int Pending)> Known { get; }

    /// <summary>All webhooks by id, each with how many deliveries wait.</summary>
    ValueTask<IReadOnlyList<(Webhook Webhook, int Pending)>> ListAsync(CancellationToken cancellation);

    /// <summary>One; null for none.</summary>
    ValueTask<(Webhook Webhook, int Pending)?> FindAsync(string id, CancellationToken cancellation);

    /// <summary>Makes or changes one, and sees to it that services tell what it wants.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="wish">What is said of it.</param>
    /// <param name="secret">Its secret, where it is made.</param>
    /// <param name="audit">The entry; null for none.</param>
    /// <param name="seen">The tags that the caller has seen, compared in the same step: <see cref="WebhookTag.IsSeen"/>.</param>
    Task<PutResult> PutAsync(string id, WebhookWish wish, byte[] secret, AuditEntry audit, string seen = "");

    /// <summary>Gives it another secret; the one before signs on until a time.</summary>
    Task<PutResult> RotateAsync(string id, byte[] secret, long until, AuditEntry audit, string seen = "");

    /// <summary>Forgets one and its deliveries; false for none.</summary>
    Task<bool> DeleteAsync(string id, AuditEntry audit);

    /// <summary>Deliveries, newest first.</summary>
    ValueTask<IReadOnlyList<Delivery>> DeliveriesAsync(string id, DeliveryStatus? status, string? subject, long below, int most, CancellationToken cancellation);

    /// <summary>One; null for none.</summary>
    ValueTask<Delivery?> FindDeliveryAsync(string id, string delivery, CancellationToken cancellation);

    /// <summary>Sends one again; null for none.</summary>
    Task<Delivery?> ResendAsync(string id, string delivery, AuditEntry audit);

    /// <summary>What is due: in hand until it is settled, or its sender is gone.</summary>
    ValueTask<IReadOnlyList<Delivery>> TakeDueAsync(string id, int most, CancellationToken cancellation);

    /// <summary>Takes note of an attempt.</summary>
    Task<SettleResult> SettleAsync(string id, string delivery, AttemptResult result, CancellationToken cancellation);

    /// <summary>Tells services what is wanted, where they were told something else.</summary>
    Task AnnounceAsync(CancellationToken cancellation);
}
