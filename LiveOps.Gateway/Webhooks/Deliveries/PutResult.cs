namespace LiveOps.Gateway.Webhooks.Deliveries;

/// <summary>What came of making or changing a webhook.</summary>
/// <param name="Before">What was said of it before; null when it is new.</param>
/// <param name="Now">The webhook; null when there are as many as may be.</param>
internal sealed record PutResult(WebhookWish? Before, Webhook? Now);
