namespace LiveOps.Gateway.Webhooks.Sending;

/// <summary>A host has no address that may be called.</summary>
internal sealed class ForbiddenAddressException() : IOException("the host has no public address, and is not named in WEBHOOK_PRIVATE_HOSTS");
