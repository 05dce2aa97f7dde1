namespace Azure.Extensions.AspNetCore.Configuration.Secrets;

/// <summary>How a vault becomes configuration.</summary>
public class AzureKeyVaultConfigurationOptions
{
    /// <summary>Which secrets, under which names.</summary>
    public KeyVaultSecretManager Manager { get; set; } = new();

    /// <summary>How often to look for changes; null for never.</summary>
    public TimeSpan? ReloadInterval { get; set; }
}
