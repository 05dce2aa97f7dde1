using System.Globalization;
using k8s.Models;

namespace LiveOps.AppHost.Aks.Objects;

/// <summary>
/// What runs before each installation and upgrade: for Helm a hook (https://helm.sh/docs/topics/charts_hooks/), for Argo CD the phase <c>PreSync</c>
/// (https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/). When it fails, nothing else is changed. To kubectl it says nothing.
/// </summary>
internal static class Hook
{
    /// <summary>What the job needs is there before the job.</summary>
    public const int Needed = -5, Job = 0;

    /// <summary>Makes an object a part of it.</summary>
    /// <param name="target">The object.</param>
    /// <param name="weight">Those of a lower weight come first.</param>
    public static void Mark(IMetadata<V1ObjectMeta> target, int weight)
    {
        string order = weight.ToString(CultureInfo.InvariantCulture);
        IDictionary<string, string> annotations = target.Metadata.Annotations ??= new Dictionary<string, string>();
        annotations["argocd.argoproj.io/hook"] = "PreSync";
        annotations["argocd.argoproj.io/hook-delete-policy"] = "BeforeHookCreation";
        annotations["argocd.argoproj.io/sync-wave"] = order;
        annotations["helm.sh/hook"] = "pre-install,pre-upgrade";
        annotations["helm.sh/hook-delete-policy"] = "before-hook-creation";
        annotations["helm.sh/hook-weight"] = order;
    }
}
