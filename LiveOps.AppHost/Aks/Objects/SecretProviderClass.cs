using k8s;
using k8s.Models;
using LiveOps.AppHost.Aks.Workloads;

namespace LiveOps.AppHost.Aks.Objects;

/// <summary>
/// Which secrets of which vault a pod mounts, and as whom it asks for them: a custom resource of the Secrets Store CSI driver
/// (https://learn.microsoft.com/azure/aks/csi-secrets-store-identity-access).
/// </summary>
internal sealed class SecretProviderClass : IKubernetesObject<V1ObjectMeta>, ISpec<SecretProviderClassSpec>
{
    /// <summary>
    /// Part of the name. Raised when secrets change together: pods of the new rollout mount the new class, those of the old keep theirs, and
    /// none sees half of a change.
    /// </summary>
    public const string Version = "v1";

    /// <summary>The vault's name until an installation puts its own there.</summary>
    public const string NoVault = "not-set";

    /// <inheritdoc/>
    public string ApiVersion { get; set; } = "secrets-store.csi.x-k8s.io/v1";

    /// <inheritdoc/>
    public string Kind { get; set; } = "SecretProviderClass";

    /// <inheritdoc/>
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <inheritdoc/>
    public SecretProviderClassSpec Spec { get; set; } = new();

    /// <summary>Its name without the version.</summary>
    public static string StemOf(Workload workload) => workload.Name + "-secrets-";

    /// <summary>Its name.</summary>
    public static string NameOf(Workload workload) => StemOf(workload) + Version;

    /// <summary>What the provider is asked for, as it wants that: YAML with texts of YAML in it.</summary>
    public static string ObjectsOf(Workload workload) => "array:\n" + string.Concat(workload.Secrets.Select(secret => ObjectOf(secret.VaultName, secret.Name)));

    /// <summary>A secret of the vault, and the file that it becomes: a setting's name.</summary>
    public static string ObjectOf(string vaultName, string setting) => $"- |\n  objectName: {vaultName}\n  objectType: secret\n  objectAlias: {setting}\n";

    /// <summary>The class of a workload: its own secrets, each a file of the setting's name, and no other's.</summary>
    public static SecretProviderClass Of(Workload workload) => new()
    {
        Metadata = Labels.Metadata(workload, NameOf(workload)),
        Spec = new SecretProviderClassSpec
        {
            Provider = "azure",
            Parameters = new Dictionary<string, string>
            {
                ["clientID"] = Identity.NoId,
                ["keyvaultName"] = NoVault,
                ["tenantId"] = Identity.NoId,
                ["objects"] = ObjectsOf(workload),
            },
        },
    };
}

/// <inheritdoc cref="SecretProviderClass"/>
internal sealed class SecretProviderClassSpec
{
    /// <summary>Whose vault.</summary>
    public string Provider { get; set; } = "";

    /// <summary>What the provider is told. All of it is text.</summary>
    public IDictionary<string, string> Parameters { get; set; } = new Dictionary<string, string>();
}
