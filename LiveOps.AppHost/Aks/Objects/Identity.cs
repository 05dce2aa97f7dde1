using k8s.Models;
using LiveOps.AppHost.Aks.Workloads;

namespace LiveOps.AppHost.Aks.Objects;

/// <summary>A workload's own identity: a ServiceAccount that stands for a user-assigned identity in Azure (https://learn.microsoft.com/azure/aks/workload-identity-overview).</summary>
internal static class Identity
{
    /// <summary>The annotation that names the identity.</summary>
    public const string ClientIdAnnotation = "azure.workload.identity/client-id";

    /// <summary>What stands for ids of Azure's until an installation puts its own there.</summary>
    public const string NoId = "00000000-0000-0000-0000-000000000000";

    /// <summary>The ServiceAccount.</summary>
    public static V1ServiceAccount Of(Workload workload)
    {
        V1ObjectMeta metadata = Labels.Metadata(workload);
        metadata.Annotations = new Dictionary<string, string> { [ClientIdAnnotation] = NoId };
        // The token for Azure is one of its own; none for the API server is needed.
        return new V1ServiceAccount { ApiVersion = "v1", Kind = "ServiceAccount", Metadata = metadata, AutomountServiceAccountToken = false };
    }
}
