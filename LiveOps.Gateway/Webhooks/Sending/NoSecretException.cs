namespace LiveOps.Gateway.Webhooks.Sending;

/// <summary>No secret that signs can be opened: it was sealed under a key that is not set any more.</summary>
internal sealed class NoSecretException() : IOException("the secret was sealed under another key than WEBHOOK_SECRET_KEY and WEBHOOK_SECRET_KEY_BEFORE");
