using Azure.Core;
using Azure.Identity;

namespace LiveOps.ServiceDefaults.Secrets;

/// <summary>Who asks Azure: what <c>AZURE_TOKEN_CREDENTIALS</c> names, else the pod's workload identity, else whatever the machine offers.</summary>
internal static class AzureCredentials
{
    // Set on a pod by the webhook of AKS's workload identity: https://azure.github.io/azure-workload-identity/docs/.
    private const string FederatedToken = "AZURE_FEDERATED_TOKEN_FILE";

    /// <summary>A credential, which asks for tokens only when it is used.</summary>
    public static TokenCredential FromEnvironment() =>
        Environment.GetEnvironmentVariable(DefaultAzureCredential.DefaultEnvironmentVariableName) is not null
            ? new DefaultAzureCredential(DefaultAzureCredential.DefaultEnvironmentVariableName)
        // Named outright: the chain would try others first, and a pod whose identity is wrong should say so and not that of its node.
        : Environment.GetEnvironmentVariable(FederatedToken) is not null ? new WorkloadIdentityCredential()
        : new DefaultAzureCredential();
}
