namespace LiveOps.AppHost.Aks.Workloads;

/// <summary>A call of one workload to another.</summary>
/// <param name="To">The other.</param>
/// <param name="Port">The number of the port.</param>
internal sealed record Call(string To, int Port);
