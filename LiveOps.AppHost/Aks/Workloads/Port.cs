namespace LiveOps.AppHost.Aks.Workloads;

/// <summary>A port that a workload listens on.</summary>
/// <param name="Name">The endpoint's.</param>
/// <param name="Number">The same in the pod and in front of it.</param>
/// <param name="IsHttp2">Whether it speaks HTTP/2 and nothing else; without TLS nobody can ask.</param>
internal sealed record Port(string Name, int Number, bool IsHttp2);
