using Aspire.Hosting.Kubernetes.Resources;

namespace LiveOps.AppHost.Kubernetes;

/// <summary>What a pod needs to be scheduled, probed, drained and to pass Pod Security <c>restricted</c>.</summary>
internal static class Hardening
{
    /// <summary>The user <c>app</c> of .NET's images.</summary>
    public const long User = 1654;

    /// <summary>How long a pod that is going away still answers, so that every node has stopped sending it requests.</summary>
    public const int DrainSeconds = 10;

    /// <summary>The drain, and then time to finish what was begun.</summary>
    public const int GraceSeconds = 45;

    /// <summary>The identity of a service's pods.</summary>
    public static string ServiceAccount(string service) => service + "-sa";

    /// <summary>Applies it to a Deployment that serves, and its one container.</summary>
    public static void Apply(Deployment deployment, string service, PodSize size, Labels labels)
    {
        Restrict(deployment.Spec.Template, service, size);
        deployment.Spec.Strategy = new DeploymentStrategyV1 { RollingUpdate = new RollingUpdateDeploymentV1 { MaxSurge = 1, MaxUnavailable = 0 } };
        // A ConfigMap that changes restarts nobody: its hash in the pods makes a change of settings a rollout.
        deployment.Spec.Template.Metadata.Annotations["checksum/config"] = $"{{{{ .Values.config.{service} | toJson | sha256sum }}}}";
        PodSpecV1 pod = deployment.Spec.Template.Spec;
        pod.TerminationGracePeriodSeconds = GraceSeconds;
        pod.TopologySpreadConstraints.Add(Spread("topology.kubernetes.io/zone", labels));
        pod.TopologySpreadConstraints.Add(Spread("kubernetes.io/hostname", labels));
        ContainerV1 container = pod.Containers.Single();
        // Startup and liveness ask after the process alone: a Redis that is down must not restart pods that cannot help it.
        container.StartupProbe = Probe(SystemExtensions.AlivePath, period: 2, failures: 30);
        container.LivenessProbe = Probe(SystemExtensions.AlivePath, period: 10, failures: 3);
        container.ReadinessProbe = Probe(SystemExtensions.ReadyPath, period: 5, failures: 2);
        container.Lifecycle = new LifecycleV1
        {
            // By the kubelet: an image need have no shell to sleep in. The other three are there, and refused, unless they are taken away.
            PreStop = new LifecycleHandlerV1 { Sleep = new SleepActionV1 { Seconds = DrainSeconds }, Exec = null!, HttpGet = null!, TcpSocket = null! },
        };
    }

    /// <summary>What every pod of ours has: an identity, no rights but its own, a place to write, a size.</summary>
    public static void Restrict(PodTemplateSpecV1 template, string service, PodSize size)
    {
        template.Metadata.Labels["azure.workload.identity/use"] = "true";
        PodSpecV1 pod = template.Spec;
        pod.ServiceAccountName = ServiceAccount(service);
        pod.AutomountServiceAccountToken = false;
        pod.EnableServiceLinks = false;
        pod.SecurityContext = new PodSecurityContextV1
        {
            RunAsNonRoot = true,
            RunAsUser = User,
            RunAsGroup = User,
            FsGroup = User,
            SeccompProfile = new SeccompProfileV1 { Type = "RuntimeDefault" },
        };
        pod.Volumes.Add(new VolumeV1 { Name = "tmp", EmptyDir = new EmptyDirVolumeSourceV1 { SizeLimit = "256Mi" } });

        ContainerV1 container = pod.Containers.Single();
        container.VolumeMounts.Add(new VolumeMountV1 { Name = "tmp", MountPath = "/tmp" });
        container.SecurityContext = new SecurityContextV1
        {
            AllowPrivilegeEscalation = false,
            ReadOnlyRootFilesystem = true,
            RunAsNonRoot = true,
            Capabilities = new CapabilitiesV1 { Drop = { "ALL" } },
        };
        container.Resources = new ResourceRequirementsV1
        {
            Requests = { ["cpu"] = size.CpuRequest, ["memory"] = size.MemoryRequest },
            Limits = { ["cpu"] = size.CpuLimit, ["memory"] = size.MemoryLimit },
        };
    }

    // The port by name: it is a number only once Helm has filled it in. The scheme in upper case: the API server takes no other.
    private static ProbeV1 Probe(string path, int period, int failures) => new()
    {
        HttpGet = new HttpGetActionV1 { Path = path, Port = "http", Scheme = "HTTP" },
        PeriodSeconds = period,
        TimeoutSeconds = 2,
        FailureThreshold = failures,
    };

    // ScheduleAnyway: with a zone lost, pods all in the others are better than pods pending.
    private static TopologySpreadConstraintV1 Spread(string by, Labels labels) => new()
    {
        MaxSkew = 1,
        TopologyKey = by,
        WhenUnsatisfiable = "ScheduleAnyway",
        LabelSelector = labels.Selector(),
        MatchLabelKeys = { "pod-template-hash" },
    };
}
