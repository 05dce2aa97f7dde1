namespace LiveOps.ServiceDefaults.Signing;

/// <summary>Marks an endpoint that checks its request's signature.</summary>
public sealed record SignedCall;
