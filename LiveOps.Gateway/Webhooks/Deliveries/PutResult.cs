namespace LiveOps.Gateway.Webhooks.Deliveries;

/// <summary>What came of making or changing a webhook.</summary>
/// <param name="Before">What was said of it before; null when it is new, and where only its secret changes.</param>
/// <param name="Now">The webhook; null where nothing was done: there are as many as may be, or there is none, or <see cref="IsStale"/>.</param>
internal sealed record PutResult(WebhookWish? Before, Webhook? Now)
{
    /// <summary>Nothing was done, because the webhook is another than the caller has seen.</summary>
    public static readonly PutResult Stale = new(null, null) { IsStale = true };

    /// <summary>Whether it is another than the caller has seen.</summary>
    public bool IsStale { get; private init; }
}
