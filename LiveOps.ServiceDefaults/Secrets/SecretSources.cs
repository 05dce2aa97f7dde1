using LiveOps.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Primitives;

namespace LiveOps.ServiceDefaults.Secrets;

/// <summary>
/// Where secrets come from, weakest first: <c>appsettings.json</c>, Key Vault, the files in <c>SECRETS_DIR</c>, the environment, the
/// command line.
/// </summary>
public static class SecretSources
{
    private const string DefaultFolder = "/mnt/secrets";

    /// <summary>The folder of secret files: <c>SECRETS_DIR</c>, which then must be there; else one that need not.</summary>
    public static string FolderOf(IConfiguration configuration) => configuration["SECRETS_DIR"] is { Length: > 0 } named ? named : DefaultFolder;

    internal static void AddSecrets(this IHostApplicationBuilder builder, TimeProvider clock)
    {
        var configuration = (ConfigurationManager)builder.Configuration;
        Uri? vault = VaultSecrets.Address(configuration);
        string folder = FolderOf(configuration);
        if (configuration["SECRETS_DIR"] is { Length: > 0 } && !Directory.Exists(folder))
            throw new SettingException($"SECRETS_DIR names {folder}, and there is no such folder: secrets that are not where they are looked for would not be in force.");
        CloudSecrets.Check(configuration.GetCloud(), vault);
        ((IConfigurationBuilder)configuration).Add(new SecretSource(configuration, () =>
        {
            var store = new ConfigurationManager();
            if (vault is not null)
                VaultSecrets.Read(vault, store, clock);
            ((IConfigurationBuilder)store).Add(new SecretFiles(folder, clock));
            return store;
        }));
        TellRedaction();
        ChangeToken.OnChange(((IConfiguration)configuration).GetReloadToken, TellRedaction);

        void TellRedaction() => Redaction.Add(configuration.AsEnumerable().SelectMany(SecretSettings.SecretsOf)
            .Concat(((IConfigurationRoot)configuration).Providers.OfType<SecretSource.Provider>().SelectMany(provider => provider.Values)));
    }
}
