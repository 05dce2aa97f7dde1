using Aspire.Hosting.Kubernetes.Resources;

namespace LiveOps.AppHost.Kubernetes;

/// <summary><c>autoscaling/v2</c> by CPU. The package's own type writes empty objects for what is not said, and the API server refuses them.</summary>
internal sealed class HorizontalPodAutoscaler : BaseKubernetesResource
{
    public HorizontalPodAutoscaler(string service, string deployment, PodSize size) : base("autoscaling/v2", "HorizontalPodAutoscaler")
    {
        Metadata.Name = service + "-hpa";
        Spec = new AutoscalerSpec(
            new ScaleTarget("apps/v1", "Deployment", deployment),
            size.MinReplicas,
            size.MaxReplicas,
            [new ScaleMetric("Resource", new ResourceMetric("cpu", new MetricTarget("Utilization", size.CpuUtilization)))],
            new ScaleBehavior(new ScaleRules(300)));
    }

    public AutoscalerSpec Spec { get; }
}

/// <inheritdoc cref="HorizontalPodAutoscaler"/>
internal sealed record AutoscalerSpec(
    ScaleTarget ScaleTargetRef, int MinReplicas, int MaxReplicas, IReadOnlyList<ScaleMetric> Metrics, ScaleBehavior Behavior);

/// <summary>What is scaled.</summary>
internal sealed record ScaleTarget(string ApiVersion, string Kind, string Name);

/// <summary>By what.</summary>
internal sealed record ScaleMetric(string Type, ResourceMetric Resource);

/// <inheritdoc cref="ScaleMetric"/>
internal sealed record ResourceMetric(string Name, MetricTarget Target);

/// <inheritdoc cref="ScaleMetric"/>
internal sealed record MetricTarget(string Type, int AverageUtilization);

/// <summary>How fast: up at once, down only after some minutes of less load, so that a wave of players does not meet pods just gone.</summary>
internal sealed record ScaleBehavior(ScaleRules ScaleDown);

/// <inheritdoc cref="ScaleBehavior"/>
internal sealed record ScaleRules(int StabilizationWindowSeconds);
