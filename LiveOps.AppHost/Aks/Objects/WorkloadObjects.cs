using k8s;
using k8s.Models;
using LiveOps.AppHost.Aks.Workloads;

namespace LiveOps.AppHost.Aks.Objects;

/// <summary>All objects of a workload.</summary>
internal static class WorkloadObjects
{
    /// <summary>The objects, in the order in which they need each other.</summary>
    public static IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Of(Workload workload, PublishedSystem system)
    {
        List<IKubernetesObject<V1ObjectMeta>> objects = [Identity.Of(workload), SettingsMap.Of(workload)];
        if (workload.Secrets.Count > 0)
            objects.Add(SecretProviderClass.Of(workload));
        objects.Add(Network.Of(workload, system));
        if (workload.Schedule is not null)
            return [.. objects, Job.Scheduled(workload)];
        if (workload.RunsToEnd)
        {
            foreach (IKubernetesObject<V1ObjectMeta> needed in objects)
                Hook.Mark(needed, Hook.Needed);
            V1Job job = Job.Of(workload);
            Hook.Mark(job, Hook.Job);
            return [.. objects, job];
        }

        return
        [
            .. objects,
            Serving.Service(workload),
            Serving.Deployment(workload),
            Scaling.Autoscaler(workload),
            Scaling.DisruptionBudget(workload),
        ];
    }
}
