using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace LiveOps.ServiceDefaults.Secrets;

/// <summary>Azure Key Vault as configuration, when <c>ConnectionStrings__secrets</c> or <c>KEYVAULT_URI</c> names one.</summary>
internal static class VaultSecrets
{
    /// <summary>How often the vault is asked for changed secrets.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    private const string ConnectionName = "secrets";

    /// <summary>The configured vault; null for none.</summary>
    /// <exception cref="SettingException">It is no address.</exception>
    public static Uri? Address(IConfiguration configuration) =>
        (configuration.GetConnectionString(ConnectionName) ?? configuration["KEYVAULT_URI"]) is not { Length: > 0 } text ? null :
        Uri.TryCreate(text, UriKind.Absolute, out Uri? vault) && vault.Scheme == Uri.UriSchemeHttps ? vault :
        throw new SettingException("KEYVAULT_URI (or ConnectionStrings__secrets) must be an https address, like https://<name>.vault.azure.net.");

    /// <summary>Adds the vault's enabled secrets, looked at again every <see cref="Interval"/>.</summary>
    /// <param name="vault">Its address.</param>
    /// <param name="store">What they are added to.</param>
    /// <param name="clock">Drives the looking.</param>
    /// <param name="credential">Who asks; null for what the environment offers.</param>
    /// <param name="configureClient">For tests.</param>
    /// <exception cref="SettingException">It cannot be read: a service without its secrets must not start.</exception>
    public static void Read(Uri vault, ConfigurationManager store, TimeProvider clock, TokenCredential? credential = null, Action<SecretClientOptions>? configureClient = null)
    {
        var options = new SecretClientOptions();
        configureClient?.Invoke(options);
        try
        {
            ((IConfigurationBuilder)store).Add(new KeyVaultSource(new SecretClient(vault, credential ?? AzureCredentials.FromEnvironment(), options), Interval, clock));
        }
        catch (Exception e) when (e is RequestFailedException or AuthenticationFailedException or AggregateException)
        {
            string reason = e is RequestFailedException { Status: > 0 } refused ? $"it answered {refused.Status} {refused.ErrorCode}" : e.GetType().Name;
            throw new SettingException($"KEYVAULT_URI: the secrets of {vault.Host} cannot be read: {reason}.", e);
        }
    }
}
