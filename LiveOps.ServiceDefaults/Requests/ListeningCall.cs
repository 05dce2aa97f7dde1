namespace LiveOps.ServiceDefaults.Requests;

/// <summary>Marks a call that lasts for as long as somebody listens: how long that was says nothing of how quick the service is, and is not measured.</summary>
public sealed record ListeningCall;
