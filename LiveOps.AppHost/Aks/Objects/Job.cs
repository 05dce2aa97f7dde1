using k8s.Models;
using LiveOps.AppHost.Aks.Workloads;

namespace LiveOps.AppHost.Aks.Objects;

/// <summary>What does one thing and ends, before each change of the services.</summary>
internal static class Job
{
    /// <summary>The Job. It is tried again, as a database may be out of reach for a moment, and given up after half an hour.</summary>
    public static V1Job Of(Workload workload) => new()
    {
        ApiVersion = "batch/v1",
        Kind = "Job",
        Metadata = Labels.Metadata(workload),
        Spec = new V1JobSpec { BackoffLimit = 6, ActiveDeadlineSeconds = 1800, Template = Pod.Of(workload) },
    };
}
