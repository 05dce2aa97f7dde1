using Aspire.Hosting.Kubernetes.Resources;

namespace LiveOps.AppHost.Kubernetes;

/// <summary>
/// Which secrets of which vault a pod mounts, and as whom it asks for them
/// (<see href="https://learn.microsoft.com/azure/aks/csi-secrets-store-driver"/>).
/// </summary>
internal sealed class SecretProviderClass : BaseKubernetesResource
{
    /// <summary>
    /// Part of the name. Raise it when secrets change together: pods of the new rollout mount the new class, those of the old keep theirs,
    /// and no pod sees half of a change.
    /// </summary>
    public const string Version = "v1";

    /// <param name="service">Whose it is.</param>
    /// <param name="settings">The names of the settings: each is a file of that name.</param>
    /// <param name="vault">The vault's name.</param>
    /// <param name="clientId">The workload identity that may read it.</param>
    /// <param name="tenantId">The vault's tenant.</param>
    public SecretProviderClass(string service, IEnumerable<string> settings, string vault, string clientId, string tenantId)
        : base("secrets-store.csi.x-k8s.io/v1", "SecretProviderClass")
    {
        Metadata.Name = $"{service}-keyvault-{Version}";
        Spec = new SecretProviderClassSpec("azure", new Dictionary<string, string>
        {
            ["keyvaultName"] = vault,
            ["clientID"] = clientId,
            ["tenantId"] = tenantId,
            ["objects"] = "array:\n" + string.Concat(settings.Select(setting =>
                $"  - |\n    objectName: {VaultExtensions.SecretName(setting)}\n    objectType: secret\n    objectAlias: {setting}\n")),
        });
    }

    public SecretProviderClassSpec Spec { get; }
}

/// <inheritdoc cref="SecretProviderClass"/>
internal sealed record SecretProviderClassSpec(string Provider, Dictionary<string, string> Parameters);
