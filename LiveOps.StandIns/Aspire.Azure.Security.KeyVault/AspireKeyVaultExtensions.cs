using Aspire.Azure.Security.KeyVault;
using Azure.Core;
using Azure.Extensions.AspNetCore.Configuration.Secrets;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Extensions.Hosting;

/// <summary>Key Vault in an application that Aspire knows.</summary>
public static class AspireKeyVaultExtensions
{
    /// <summary>Adds the secrets of a vault to the configuration.</summary>
    /// <param name="configurationManager">The configuration; <c>ConnectionStrings:&lt;connectionName&gt;</c> in it may hold the vault's address.</param>
    /// <param name="connectionName">The connection's name.</param>
    /// <param name="configureSettings">Called after the settings were read.</param>
    /// <param name="configureClientOptions">Called with the client's options.</param>
    /// <param name="options">Which secrets, under which names, looked for how often.</param>
    /// <exception cref="InvalidOperationException">No address is given.</exception>
    public static void AddAzureKeyVaultSecrets(
        this IConfigurationManager configurationManager,
        string connectionName,
        Action<AzureSecurityKeyVaultSettings>? configureSettings = null,
        Action<SecretClientOptions>? configureClientOptions = null,
        AzureKeyVaultConfigurationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(configurationManager);
        ArgumentException.ThrowIfNullOrEmpty(connectionName);
        var settings = new AzureSecurityKeyVaultSettings();
        if (Uri.TryCreate(configurationManager.GetConnectionString(connectionName), UriKind.Absolute, out Uri? uri))
            settings.VaultUri = uri;
        configureSettings?.Invoke(settings);
        if (settings.VaultUri is null)
            throw new InvalidOperationException($"VaultUri is missing. It should be provided in 'ConnectionStrings:{connectionName}'.");
        var clientOptions = new SecretClientOptions();
        configureClientOptions?.Invoke(clientOptions);
        var client = new SecretClient(settings.VaultUri, settings.Credential ?? FromEnvironment(), clientOptions);
        configurationManager.AddAzureKeyVault(client, options ?? new AzureKeyVaultConfigurationOptions());
    }

    // The package's own rule: what AZURE_TOKEN_CREDENTIALS names, else the managed identity on Azure, else the developer's own sign-in.
    private static TokenCredential FromEnvironment()
    {
        if (Environment.GetEnvironmentVariable(DefaultAzureCredential.DefaultEnvironmentVariableName) is not null)
            return new DefaultAzureCredential(DefaultAzureCredential.DefaultEnvironmentVariableName);
        if (Environment.GetEnvironmentVariable("AZURE_CLIENT_ID") is not null)
            return new ManagedIdentityCredential(new ManagedIdentityCredentialOptions());
        return new DefaultAzureCredential(new DefaultAzureCredentialOptions
        {
            ExcludeEnvironmentCredential = true,
            ExcludeWorkloadIdentityCredential = true,
            ExcludeManagedIdentityCredential = true,
        });
    }
}
