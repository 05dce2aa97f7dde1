namespace LiveOps.ServiceDefaults.Health;

/// <summary>Something that a service needs and does not have, or has otherwise than it was asked to.</summary>
/// <param name="Name">The health check's name.</param>
/// <param name="Reason">What is the matter, without secrets.</param>
/// <param name="IsBearable">Whether the service is as ready without it.</param>
internal sealed record Missing(string Name, string Reason, bool IsBearable = false);
