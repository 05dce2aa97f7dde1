namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A container of a pod.</summary>
public sealed class ContainerV1
{
    public string Name { get; set; } = null!;

    public string Image { get; set; } = null!;

    public string ImagePullPolicy { get; set; } = "IfNotPresent";

    public List<string> Args { get; } = [];

    public List<EnvFromSourceV1> EnvFrom { get; } = [];

    public List<ContainerPortV1> Ports { get; } = [];

    public ResourceRequirementsV1? Resources { get; set; }

    public ProbeV1? StartupProbe { get; set; }

    public ProbeV1? LivenessProbe { get; set; }

    public ProbeV1? ReadinessProbe { get; set; }

    public LifecycleV1? Lifecycle { get; set; }

    public SecurityContextV1? SecurityContext { get; set; }

    public List<VolumeMountV1> VolumeMounts { get; } = [];
}

/// <summary>Environment variables from another object.</summary>
public sealed class EnvFromSourceV1
{
    public ConfigMapEnvSourceV1? ConfigMapRef { get; set; }

    public SecretEnvSourceV1? SecretRef { get; set; }
}

/// <inheritdoc cref="EnvFromSourceV1"/>
public sealed class ConfigMapEnvSourceV1
{
    public string Name { get; set; } = null!;
}

/// <inheritdoc cref="EnvFromSourceV1"/>
public sealed class SecretEnvSourceV1
{
    public string Name { get; set; } = null!;
}

/// <summary>A port it listens on.</summary>
public sealed class ContainerPortV1
{
    public string Name { get; set; } = null!;

    public string Protocol { get; set; } = null!;

    public Int32OrStringV1? ContainerPort { get; set; }
}

/// <summary>What it gets at least and at most.</summary>
public sealed class ResourceRequirementsV1
{
    public Dictionary<string, string> Limits { get; } = [];

    public Dictionary<string, string> Requests { get; } = [];
}

/// <summary>How the cluster asks after it.</summary>
public sealed class ProbeV1
{
    public int? FailureThreshold { get; set; }

    public int? PeriodSeconds { get; set; }

    public int? TimeoutSeconds { get; set; }

    public HttpGetActionV1? HttpGet { get; set; }
}

/// <summary>A request.</summary>
public sealed class HttpGetActionV1
{
    public string Path { get; set; } = null!;

    public Int32OrStringV1? Port { get; set; }

    public string Scheme { get; set; } = null!;
}

/// <summary>What happens around its end.</summary>
public sealed class LifecycleV1
{
    public LifecycleHandlerV1 PreStop { get; set; } = null!;
}

/// <summary>One of four ways to act; each is there unless it is set to null, as in the package.</summary>
public sealed class LifecycleHandlerV1
{
    public ExecActionV1 Exec { get; set; } = new();

    public SleepActionV1 Sleep { get; set; } = new();

    public HttpGetActionV1 HttpGet { get; set; } = new();

    public TcpSocketActionV1 TcpSocket { get; set; } = new();
}

/// <summary>Runs a command.</summary>
public sealed class ExecActionV1
{
    public List<string> Command { get; } = [];
}

/// <summary>Waits.</summary>
public sealed class SleepActionV1
{
    public long Seconds { get; set; }
}

/// <summary>Opens a connection.</summary>
public sealed class TcpSocketActionV1
{
    public Int32OrStringV1? Port { get; set; }
}

/// <summary>What a container may do.</summary>
public sealed class SecurityContextV1
{
    public bool? AllowPrivilegeEscalation { get; set; }

    public bool? ReadOnlyRootFilesystem { get; set; }

    public bool? RunAsNonRoot { get; set; }

    public CapabilitiesV1? Capabilities { get; set; }
}

/// <summary>Linux capabilities.</summary>
public sealed class CapabilitiesV1
{
    public List<string> Add { get; } = [];

    public List<string> Drop { get; } = [];
}

/// <summary>Where a volume appears.</summary>
public sealed class VolumeMountV1
{
    public string Name { get; set; } = null!;

    public string MountPath { get; set; } = null!;

    public bool? ReadOnly { get; set; }
}
