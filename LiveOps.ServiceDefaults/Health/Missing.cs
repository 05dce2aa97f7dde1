namespace LiveOps.ServiceDefaults.Health;

/// <summary>Something that a service needs and does not have.</summary>
/// <param name="Name">The health check's name.</param>
/// <param name="Reason">What is the matter, without secrets.</param>
internal sealed record Missing(string Name, string Reason);
