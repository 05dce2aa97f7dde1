using k8s.Models;
using LiveOps.AppHost.Aks.Workloads;

namespace LiveOps.AppHost.Aks.Objects;

/// <summary>What a pod mounts: a place to write, its secrets, and a policy where it follows one.</summary>
internal static class Volumes
{
    private const string Temporary = "tmp", Secrets = "secrets", Policies = "policies";

    /// <summary>The volumes.</summary>
    public static IList<V1Volume> Of(Workload workload)
    {
        List<V1Volume> volumes = [new V1Volume { Name = Temporary, EmptyDir = new V1EmptyDirVolumeSource { SizeLimit = new QuantityAsWritten("256Mi") } }];
        if (workload.Secrets.Count > 0)
        {
            volumes.Add(new V1Volume
            {
                Name = Secrets,
                Csi = new V1CSIVolumeSource
                {
                    Driver = "secrets-store.csi.k8s.io",
                    ReadOnlyProperty = true,
                    VolumeAttributes = new Dictionary<string, string> { ["secretProviderClass"] = SecretProviderClass.NameOf(workload) },
                },
            });
        }

        // The operators' own, and not published: it changes without a release. Where there is none, the policy built into the service holds.
        if (FollowsPolicy(workload))
            volumes.Add(new V1Volume { Name = Policies, ConfigMap = new V1ConfigMapVolumeSource { Name = PolicyMapOf(workload), Optional = true } });
        return volumes;
    }

    /// <summary>Where they are mounted. A policy as a folder: a file mounted by itself (<c>subPath</c>) never changes.</summary>
    public static IList<V1VolumeMount> MountsOf(Workload workload)
    {
        List<V1VolumeMount> mounts = [new V1VolumeMount { Name = Temporary, MountPath = "/tmp" }];
        if (workload.Secrets.Count > 0)
            mounts.Add(new V1VolumeMount { Name = Secrets, MountPath = SystemExtensions.SecretsFolder, ReadOnlyProperty = true });
        if (FollowsPolicy(workload))
            mounts.Add(new V1VolumeMount { Name = Policies, MountPath = SystemExtensions.PolicyFolder, ReadOnlyProperty = true });
        return mounts;
    }

    /// <summary>The ConfigMap that a service's policy may be in; its key is <c>&lt;service&gt;.json</c>.</summary>
    public static string PolicyMapOf(Workload workload) => workload.Name + "-policy";

    /// <summary>Whether a workload follows a policy that operators may bring.</summary>
    public static bool FollowsPolicy(Workload workload) => workload.Settings.Any(setting => setting.Name == SystemExtensions.PolicySetting);
}
