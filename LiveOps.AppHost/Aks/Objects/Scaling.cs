using k8s.Models;
using LiveOps.AppHost.Aks.Workloads;

namespace LiveOps.AppHost.Aks.Objects;

/// <summary>How many pods a service has: by its load, and while nodes are drained.</summary>
internal static class Scaling
{
    /// <summary>By CPU: up at once, down only after five minutes of less, so that a wave of players does not meet pods just gone.</summary>
    public static V2HorizontalPodAutoscaler Autoscaler(Workload workload) => new()
    {
        ApiVersion = "autoscaling/v2",
        Kind = "HorizontalPodAutoscaler",
        Metadata = Labels.Metadata(workload),
        Spec = new V2HorizontalPodAutoscalerSpec
        {
            ScaleTargetRef = new V2CrossVersionObjectReference { ApiVersion = "apps/v1", Kind = "Deployment", Name = workload.Name },
            MinReplicas = workload.Class.MinPods,
            MaxReplicas = workload.Class.MaxPods,
            Metrics =
            [
                new V2MetricSpec
                {
                    Type = "Resource",
                    Resource = new V2ResourceMetricSource { Name = "cpu", Target = new V2MetricTarget { Type = "Utilization", AverageUtilization = workload.Class.CpuTarget } },
                },
            ],
            Behavior = new V2HorizontalPodAutoscalerBehavior { ScaleDown = new V2HPAScalingRules { StabilizationWindowSeconds = 300 } },
        },
    };

    /// <summary>
    /// A drain takes one pod at a time. A maximum, not a minimum: a minimum equal to the pods there are would stop every drain. Pods that are not ready
    /// anyway are no reason to wait.
    /// </summary>
    public static V1PodDisruptionBudget DisruptionBudget(Workload workload) => new()
    {
        ApiVersion = "policy/v1",
        Kind = "PodDisruptionBudget",
        Metadata = Labels.Metadata(workload),
        Spec = new V1PodDisruptionBudgetSpec { MaxUnavailable = 1, Selector = Labels.Selector(workload.Name), UnhealthyPodEvictionPolicy = "AlwaysAllow" },
    };
}
