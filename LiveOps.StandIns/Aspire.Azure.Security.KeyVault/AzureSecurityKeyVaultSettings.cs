using Azure.Core;

namespace Aspire.Azure.Security.KeyVault;

/// <summary>How to connect to a vault.</summary>
public sealed class AzureSecurityKeyVaultSettings
{
    /// <summary>The vault's address.</summary>
    public Uri? VaultUri { get; set; }

    /// <summary>Who asks; null for what the environment offers.</summary>
    public TokenCredential? Credential { get; set; }
}
