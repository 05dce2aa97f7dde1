using k8s.Models;
using LiveOps.AppHost.Aks.Workloads;

namespace LiveOps.AppHost.Aks.Objects;

/// <summary>What a service consists of that a job does not: its Deployment, and the Service before it.</summary>
internal static class Serving
{
    /// <summary>The Deployment. It says no number of replicas: that is the autoscaler's.</summary>
    public static V1Deployment Deployment(Workload workload) => new()
    {
        ApiVersion = "apps/v1",
        Kind = "Deployment",
        Metadata = Labels.Metadata(workload),
        Spec = new V1DeploymentSpec
        {
            Selector = Labels.Selector(workload.Name),
            RevisionHistoryLimit = 3,
            // No pod too few at any time.
            Strategy = new V1DeploymentStrategy { Type = "RollingUpdate", RollingUpdate = new V1RollingUpdateDeployment { MaxSurge = 1, MaxUnavailable = 0 } },
            Template = Pod.Of(workload),
        },
    };

    /// <summary>The Service: the name by which others know it.</summary>
    public static V1Service Service(Workload workload) => new()
    {
        ApiVersion = "v1",
        Kind = "Service",
        Metadata = Labels.Metadata(workload),
        Spec = new V1ServiceSpec
        {
            Type = "ClusterIP",
            Selector = Labels.Selector(workload.Name).MatchLabels,
            Ports =
            [
                .. workload.Ports.Select(port => new V1ServicePort
                {
                    Name = port.Name,
                    Port = port.Number,
                    TargetPort = port.Name,
                    Protocol = "TCP",
                    // HTTP/2 by prior knowledge: a mesh or gateway on the way must be told (https://kubernetes.io/docs/concepts/services-networking/service/#application-protocol).
                    AppProtocol = port.IsHttp2 ? "kubernetes.io/h2c" : "http",
                }),
            ],
        },
    };
}
