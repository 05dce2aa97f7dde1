using Aspire.Hosting.Kubernetes.Resources;

namespace LiveOps.AppHost.Kubernetes;

/// <summary>
/// A service's policy as a file: from a ConfigMap that is the operators' own and not of the chart, so that it changes without an upgrade. Where there
/// is none, the policy built into the service holds.
/// </summary>
internal static class PolicyVolume
{
    /// <summary>The setting that tells a service where its policy lies.</summary>
    public const string Setting = "POLICY_DIR";

    /// <summary>Where it is mounted. As a folder: a file mounted by itself (<c>subPath</c>) never changes.</summary>
    public const string MountPath = "/etc/liveops/policy";

    private const string Volume = "policy";

    /// <summary>The ConfigMap's name; its key is <c>&lt;service&gt;.json</c>.</summary>
    public static string ConfigMap(string service) => service + "-policy";

    /// <summary>Mounts it.</summary>
    public static void Mount(PodSpecV1 pod, string service)
    {
        pod.Volumes.Add(new VolumeV1 { Name = Volume, ConfigMap = new ConfigMapVolumeSourceV1 { Name = ConfigMap(service), Optional = true } });
        pod.Containers.Single().VolumeMounts.Add(new VolumeMountV1 { Name = Volume, MountPath = MountPath, ReadOnly = true });
    }
}
