using Azure.Extensions.AspNetCore.Configuration.Secrets;
using Azure.Security.KeyVault.Secrets;

namespace Microsoft.Extensions.Configuration;

/// <summary>Adds a vault to a configuration.</summary>
public static class AzureKeyVaultConfigurationExtensions
{
    /// <summary>Adds a vault to a configuration.</summary>
    public static IConfigurationBuilder AddAzureKeyVault(
        this IConfigurationBuilder configurationBuilder, SecretClient client, AzureKeyVaultConfigurationOptions options) =>
        configurationBuilder.Add(new Source(client, options));

    private sealed class Source(SecretClient client, AzureKeyVaultConfigurationOptions options) : IConfigurationSource
    {
        public IConfigurationProvider Build(IConfigurationBuilder builder) => new AzureKeyVaultConfigurationProvider(client, options);
    }
}
