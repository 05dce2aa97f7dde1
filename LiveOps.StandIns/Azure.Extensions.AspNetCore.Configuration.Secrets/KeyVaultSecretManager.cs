using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;

namespace Azure.Extensions.AspNetCore.Configuration.Secrets;

/// <summary>Which secrets become settings, and under which names.</summary>
public class KeyVaultSecretManager
{
    /// <summary>The setting's name: <c>--</c> stands for <c>:</c>.</summary>
    public virtual string GetKey(KeyVaultSecret secret) => secret.Name.Replace("--", ConfigurationPath.KeyDelimiter);

    /// <summary>The settings of all secrets; of two with one name, the younger.</summary>
    public virtual Dictionary<string, string> GetData(IEnumerable<KeyVaultSecret> secrets) => secrets
        .GroupBy(GetKey, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(named => named.Key, named => named.MaxBy(secret => secret.Properties.UpdatedOn)!.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a secret is read at all.</summary>
    public virtual bool Load(SecretProperties secret) => true;
}
