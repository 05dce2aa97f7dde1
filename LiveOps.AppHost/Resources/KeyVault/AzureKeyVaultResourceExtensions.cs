using Aspire.Hosting.Azure;
using LiveOps.AppHost.Resources.Health;

namespace Aspire.Hosting;

/// <summary>The methods of Aspire.Hosting.Azure.KeyVault that the model uses, under their names: that package can take this folder's place.</summary>
public static class AzureKeyVaultResourceExtensions
{
    /// <summary>Adds a vault.</summary>
    public static IResourceBuilder<AzureKeyVaultResource> AddAzureKeyVault(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddResource(new AzureKeyVaultResource(name)).ExcludeFromManifest().WithNothingToStart("Key Vault");

    /// <summary>Adds a secret that holds a parameter's value.</summary>
    /// <param name="builder">The vault's.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="secretName">What the vault calls it: letters, digits and hyphens.</param>
    /// <param name="parameterResource">The parameter.</param>
    public static IResourceBuilder<AzureKeyVaultSecretResource> AddSecret(
        this IResourceBuilder<AzureKeyVaultResource> builder, string name, string secretName, IResourceBuilder<ParameterResource> parameterResource) =>
        builder.ApplicationBuilder.AddResource(new AzureKeyVaultSecretResource(name, secretName, builder.Resource, parameterResource.Resource)).ExcludeFromManifest()
            .WithParentsState("Secret");
}
