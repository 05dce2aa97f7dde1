using Aspire.Hosting.Azure;

namespace LiveOps.AppHost.Kubernetes;

/// <summary>
/// Where secrets are kept once the system is published. Locally there is none: the parameters are the secrets.
/// </summary>
/// <param name="Resource">The vault.</param>
/// <param name="TenantId">The Entra tenant it belongs to.</param>
internal sealed record Vault(IResourceBuilder<AzureKeyVaultResource> Resource, IResourceBuilder<ParameterResource> TenantId);

/// <summary>Adds it.</summary>
internal static class VaultExtensions
{
    /// <summary>A Key Vault that holds the secrets, where the model is published; nothing, where it runs.</summary>
    public static Vault? AddVault(this IDistributedApplicationBuilder builder, string name, params ReadOnlySpan<IResourceBuilder<ParameterResource>> secrets)
    {
        if (builder.ExecutionContext.IsRunMode)
            return null;
        var vault = builder.AddAzureKeyVault(name);
        foreach (IResourceBuilder<ParameterResource> secret in secrets)
            vault.AddSecret($"{name}-{secret.Resource.Name}", secret.Resource.Name.ToUpperInvariant(), secret);
        return new Vault(vault, builder.AddParameter("azure-tenant-id"));
    }

    /// <summary>
    /// A setting's name as the vault takes it (letters, digits and dashes): <c>HMAC_SECRET</c> is <c>HMAC-SECRET</c>,
    /// <c>ConnectionStrings__redis</c> is <c>ConnectionStrings--redis</c>. Services that read the vault themselves name it the same way.
    /// </summary>
    public static string SecretName(string setting) => setting.Replace('_', '-');
}
