namespace LiveOps.Core.Signing;

/// <summary>Who signed a request, and under which id.</summary>
/// <param name="KeyId">The key.</param>
/// <param name="WebhookId">The <c>webhook-id</c>: the idempotency key, unique for the key.</param>
public readonly record struct SignedBy(string KeyId, string WebhookId);
