namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>Pods that are all alike.</summary>
public sealed class Deployment() : Workload("apps/v1", "Deployment")
{
    public DeploymentSpecV1 Spec { get; set; } = new();

    public override PodTemplateSpecV1 PodTemplate => Spec.Template;
}

/// <inheritdoc cref="Deployment"/>
public sealed class DeploymentSpecV1
{
    public PodTemplateSpecV1 Template { get; set; } = new();

    public LabelSelectorV1 Selector { get; set; } = new();

    public int? Replicas { get; set; } = 1;

    public int? RevisionHistoryLimit { get; set; } = 3;

    public DeploymentStrategyV1 Strategy { get; set; } = new();
}

/// <summary>How new pods take the place of old ones.</summary>
public sealed class DeploymentStrategyV1
{
    public RollingUpdateDeploymentV1 RollingUpdate { get; set; } = new();

    public string Type { get; set; } = "RollingUpdate";
}

/// <inheritdoc cref="DeploymentStrategyV1"/>
public sealed class RollingUpdateDeploymentV1
{
    public int MaxSurge { get; set; }

    public int MaxUnavailable { get; set; }
}

/// <summary>A pod to be.</summary>
public sealed class PodTemplateSpecV1
{
    public ObjectMetaV1 Metadata { get; set; } = new();

    public PodSpecV1 Spec { get; set; } = new();
}

/// <summary>What a pod is made of.</summary>
public sealed class PodSpecV1
{
    public string? ServiceAccountName { get; set; }

    public bool? AutomountServiceAccountToken { get; set; }

    public bool? EnableServiceLinks { get; set; }

    public long? TerminationGracePeriodSeconds { get; set; }

    public PodSecurityContextV1? SecurityContext { get; set; }

    public Dictionary<string, string> NodeSelector { get; } = [];

    public List<TopologySpreadConstraintV1> TopologySpreadConstraints { get; } = [];

    public List<ContainerV1> Containers { get; } = [];

    public List<VolumeV1> Volumes { get; } = [];

    public string? RestartPolicy { get; set; }
}

/// <summary>Who a pod runs as.</summary>
public sealed class PodSecurityContextV1
{
    public bool? RunAsNonRoot { get; set; }

    public long? RunAsUser { get; set; }

    public long? RunAsGroup { get; set; }

    public long? FsGroup { get; set; }

    public SeccompProfileV1? SeccompProfile { get; set; }
}

/// <summary>Which system calls a process may make.</summary>
public sealed class SeccompProfileV1
{
    public string Type { get; set; } = null!;
}

/// <summary>How pods are spread.</summary>
public sealed class TopologySpreadConstraintV1
{
    public int? MaxSkew { get; set; }

    public string? TopologyKey { get; set; }

    public string? WhenUnsatisfiable { get; set; }

    public LabelSelectorV1 LabelSelector { get; set; } = new();

    public List<string> MatchLabelKeys { get; } = [];
}

/// <summary>A folder that pods can mount. The package's has no <c>csi</c> and is sealed too.</summary>
public sealed class VolumeV1
{
    public string Name { get; set; } = null!;

    public ConfigMapVolumeSourceV1? ConfigMap { get; set; }

    public EmptyDirVolumeSourceV1? EmptyDir { get; set; }
}

/// <summary>The entries of a ConfigMap, as files.</summary>
public sealed class ConfigMapVolumeSourceV1
{
    public string Name { get; set; } = null!;

    public bool? Optional { get; set; }
}

/// <summary>An empty one.</summary>
public sealed class EmptyDirVolumeSourceV1
{
    public string? SizeLimit { get; set; }
}
