namespace LiveOps.AppHost.Aks.Workloads;

/// <summary>What a kind of work gets: the pool of nodes that is kept for it, the size of a pod, and how many there may be. The numbers are the requirements'.</summary>
/// <param name="Name">Its name, and its pool's.</param>
/// <param name="Nodes">The size of the pool's nodes in Azure.</param>
/// <param name="CpuRequest">What the scheduler keeps for a pod.</param>
/// <param name="MemoryRequest">The same, of memory.</param>
/// <param name="CpuLimit">The most a pod gets.</param>
/// <param name="MemoryLimit">The most a pod gets before it is killed.</param>
/// <param name="MinPods">How many run at the least; two where somebody is served, so that one may go.</param>
/// <param name="MaxPods">How many run at the most.</param>
/// <param name="CpuTarget">The share of the CPU request, in percent, above which pods are added.</param>
internal sealed record WorkloadClass(
    string Name, string Nodes, string CpuRequest, string MemoryRequest, string CpuLimit, string MemoryLimit, int MinPods, int MaxPods, int CpuTarget)
{
    /// <summary>Takes what players send and read.</summary>
    public static readonly WorkloadClass Web = new("web", "Standard_D4s_v3", "500m", "1Gi", "1", "2Gi", MinPods: 2, MaxPods: 8, CpuTarget: 70);

    /// <summary>Serves other services.</summary>
    public static readonly WorkloadClass Interface = new("interface", "Standard_D2s_v3", "300m", "512Mi", "600m", "1Gi", MinPods: 2, MaxPods: 6, CpuTarget: 65);

    /// <summary>Does one thing, and ends.</summary>
    public static readonly WorkloadClass Batch = new("batch", "Standard_E8s_v4", "1", "2Gi", "2", "4Gi", MinPods: 1, MaxPods: 5, CpuTarget: 60);

    /// <summary>Its class of quality of service (https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/): who is evicted first when a node runs out.</summary>
    public string Qos => (CpuRequest, MemoryRequest) == (CpuLimit, MemoryLimit) ? "Guaranteed" : "Burstable";
}
