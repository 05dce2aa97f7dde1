using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Azure;

namespace Aspire.Hosting;

/// <summary>Azure Key Vault.</summary>
public static class AzureKeyVaultResourceExtensions
{
    public static IResourceBuilder<AzureKeyVaultResource> AddAzureKeyVault(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddResource(new AzureKeyVaultResource(name));

    public static IResourceBuilder<AzureKeyVaultSecretResource> AddSecret(
        this IResourceBuilder<AzureKeyVaultResource> builder, string name, string secretName, IResourceBuilder<ParameterResource> parameterResource) =>
        builder.ApplicationBuilder.AddResource(new AzureKeyVaultSecretResource(name, secretName, builder.Resource, parameterResource.Resource));
}
