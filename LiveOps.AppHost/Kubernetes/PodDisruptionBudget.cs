using Aspire.Hosting.Kubernetes.Resources;

namespace LiveOps.AppHost.Kubernetes;

/// <summary>A drain of a node takes one pod of a service at a time. A maximum, not a minimum: a minimum equal to the replicas would stop every drain.</summary>
internal sealed class PodDisruptionBudget : BaseKubernetesResource
{
    public PodDisruptionBudget(string service, Labels labels) : base("policy/v1", "PodDisruptionBudget")
    {
        Metadata.Name = service + "-pdb";
        Spec = new DisruptionSpec(1, labels.Selector());
    }

    public DisruptionSpec Spec { get; }
}

/// <inheritdoc cref="PodDisruptionBudget"/>
internal sealed record DisruptionSpec(int MaxUnavailable, LabelSelectorV1 Selector);
