using k8s.Models;
using LiveOps.AppHost.Aks.Workloads;

namespace LiveOps.AppHost.Aks.Objects;

/// <summary>What does one thing and ends: before each change of the services, or by the clock.</summary>
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

    /// <summary>
    /// The CronJob. One at a time; one that could not begin within an hour, for want of a node or because the controller stood still, is left out, and the next night's is whole again. A run is tried
    /// twice more, and given up after four hours. Three that went well are kept to look at, and three that failed, a week at the most.
    /// </summary>
    public static V1CronJob Scheduled(Workload workload) => new()
    {
        ApiVersion = "batch/v1",
        Kind = "CronJob",
        Metadata = Labels.Metadata(workload),
        Spec = new V1CronJobSpec
        {
            Schedule = workload.Schedule,
            TimeZone = "Etc/UTC",
            ConcurrencyPolicy = "Forbid",
            StartingDeadlineSeconds = 3600,
            SuccessfulJobsHistoryLimit = 3,
            FailedJobsHistoryLimit = 3,
            JobTemplate = new V1JobTemplateSpec
            {
                Metadata = new V1ObjectMeta { Labels = Labels.Of(workload) },
                Spec = new V1JobSpec { BackoffLimit = 2, ActiveDeadlineSeconds = 4 * 3600, TtlSecondsAfterFinished = 7 * 24 * 3600, Template = Pod.Of(workload) },
            },
        },
    };
}
