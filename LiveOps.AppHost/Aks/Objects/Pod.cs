using k8s.Models;
using LiveOps.AppHost.Aks.Workloads;

namespace LiveOps.AppHost.Aks.Objects;

/// <summary>A workload's pod: it passes Pod Security <c>restricted</c>, runs on its pool's nodes only, and may write nowhere but to /tmp.</summary>
internal static class Pod
{
    /// <summary>The label of a pool's nodes, and the key of the taint that keeps others off them.</summary>
    public const string Pool = "liveops.dev/pool";

    /// <summary>The annotation that says the class of quality of service.</summary>
    public const string Qos = "liveops.dev/qos-class";

    /// <summary>The annotation with the hash of the settings.</summary>
    public const string SettingsHash = "checksum/settings";

    /// <summary>The user <c>app</c> of .NET's images.</summary>
    private const long User = 1654;

    // A pod that is told to stop answers for as long as other nodes may send it requests, and then has time to finish what it began (25 s: ServiceDefaults).
    private const int DrainSeconds = 10, GraceSeconds = 45;

    /// <summary>The template of a workload's pods.</summary>
    public static V1PodTemplateSpec Of(Workload workload)
    {
        Dictionary<string, string> labels = Labels.Of(workload);
        labels["azure.workload.identity/use"] = "true";
        return new V1PodTemplateSpec
        {
            Metadata = new V1ObjectMeta
            {
                Labels = labels,
                Annotations = new Dictionary<string, string> { [SettingsHash] = SettingsMap.Hash(workload), [Qos] = workload.Class.Qos },
            },
            Spec = new V1PodSpec
            {
                ServiceAccountName = workload.Name,
                AutomountServiceAccountToken = false,
                EnableServiceLinks = false,
                RestartPolicy = workload.RunsToEnd ? "Never" : "Always",
                TerminationGracePeriodSeconds = GraceSeconds,
                SecurityContext = new V1PodSecurityContext
                {
                    RunAsNonRoot = true,
                    RunAsUser = User,
                    RunAsGroup = User,
                    FsGroup = User,
                    SeccompProfile = new V1SeccompProfile { Type = "RuntimeDefault" },
                },
                Affinity = new V1Affinity { NodeAffinity = Nodes(workload.Class) },
                Tolerations = [new V1Toleration { Key = Pool, OperatorProperty = "Equal", Value = workload.Class.Name, Effect = "NoSchedule" }],
                TopologySpreadConstraints = workload.RunsToEnd ? null : [Spread(workload, "topology.kubernetes.io/zone"), Spread(workload, "kubernetes.io/hostname")],
                Containers = [Container(workload)],
                Volumes = Volumes.Of(workload),
            },
        };
    }

    private static V1Container Container(Workload workload) => new()
    {
        Name = workload.Name,
        Image = $"{workload.Image}@{ImageDigest.None}",
        Args = workload.Arguments.Count == 0 ? null : [.. workload.Arguments],
        EnvFrom = [new V1EnvFromSource { ConfigMapRef = new V1ConfigMapEnvSource { Name = SettingsMap.NameOf(workload) } }],
        Ports = workload.RunsToEnd ? null : [.. workload.Ports.Select(port => new V1ContainerPort { Name = port.Name, ContainerPort = port.Number, Protocol = "TCP" })],
        StartupProbe = workload.RunsToEnd ? null : Probes.Startup(),
        LivenessProbe = workload.RunsToEnd ? null : Probes.Liveness(),
        ReadinessProbe = workload.RunsToEnd ? null : Probes.Readiness(),
        // By the kubelet: an image need have no shell to sleep in.
        Lifecycle = workload.RunsToEnd ? null : new V1Lifecycle { PreStop = new V1LifecycleHandler { Sleep = new V1SleepAction { Seconds = DrainSeconds } } },
        Resources = new V1ResourceRequirements
        {
            Requests = Amounts(workload.Class.CpuRequest, workload.Class.MemoryRequest),
            Limits = Amounts(workload.Class.CpuLimit, workload.Class.MemoryLimit),
        },
        SecurityContext = new V1SecurityContext
        {
            AllowPrivilegeEscalation = false,
            ReadOnlyRootFilesystem = true,
            RunAsNonRoot = true,
            Capabilities = new V1Capabilities { Drop = ["ALL"] },
        },
        TerminationMessagePolicy = "FallbackToLogsOnError", // a service that cannot start says why in a sentence
        VolumeMounts = Volumes.MountsOf(workload),
    };

    private static Dictionary<string, ResourceQuantity> Amounts(string cpu, string memory) =>
        new() { ["cpu"] = new QuantityAsWritten(cpu), ["memory"] = new QuantityAsWritten(memory) };

    private static V1NodeAffinity Nodes(WorkloadClass workload) => new()
    {
        RequiredDuringSchedulingIgnoredDuringExecution = new V1NodeSelector
        {
            NodeSelectorTerms =
            [
                new V1NodeSelectorTerm { MatchExpressions = [new V1NodeSelectorRequirement { Key = Pool, OperatorProperty = "In", Values = [workload.Name] }] },
            ],
        },
    };

    // ScheduleAnyway: with a zone lost, pods all in the others are better than pods pending. Each rollout is spread by itself.
    private static V1TopologySpreadConstraint Spread(Workload workload, string by) => new()
    {
        MaxSkew = 1,
        TopologyKey = by,
        WhenUnsatisfiable = "ScheduleAnyway",
        LabelSelector = Labels.Selector(workload.Name),
        MatchLabelKeys = ["pod-template-hash"],
    };
}
