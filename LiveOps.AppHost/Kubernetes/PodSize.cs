namespace LiveOps.AppHost.Kubernetes;

/// <summary>How much a pod gets and how many of them there may be. Requests below limits: QoS class Burstable.</summary>
/// <param name="CpuRequest">What the scheduler keeps for it.</param>
/// <param name="MemoryRequest">The same, of memory.</param>
/// <param name="CpuLimit">The most it gets.</param>
/// <param name="MemoryLimit">The most it gets before it is killed.</param>
/// <param name="MinReplicas">How many run at the least; two, so that one may go.</param>
/// <param name="MaxReplicas">How many run at the most.</param>
/// <param name="CpuUtilization">The share of the CPU request, in percent, above which pods are added.</param>
internal sealed record PodSize(
    string CpuRequest, string MemoryRequest, string CpuLimit, string MemoryLimit, int MinReplicas, int MaxReplicas, int CpuUtilization)
{
    /// <summary>Takes what players send and read in great number.</summary>
    public static readonly PodSize Web = new("500m", "1Gi", "1", "2Gi", MinReplicas: 2, MaxReplicas: 8, CpuUtilization: 70);

    /// <summary>Does one thing and ends.</summary>
    public static readonly PodSize Task = new("100m", "256Mi", "500m", "512Mi", MinReplicas: 1, MaxReplicas: 1, CpuUtilization: 100);

    /// <summary>Serves the other services, and works off the bus.</summary>
    public static readonly PodSize Interface = new("300m", "512Mi", "600m", "1Gi", MinReplicas: 2, MaxReplicas: 6, CpuUtilization: 65);
}
