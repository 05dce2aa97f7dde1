namespace Aspire.Hosting.Azure;

/// <summary>An Azure Key Vault. It is not made by this model: deploying makes it, and gives each identity the secrets that are its own.</summary>
public class AzureKeyVaultResource(string name) : Resource(name);

/// <summary>A secret of a vault, and the parameter that it is the value of.</summary>
public class AzureKeyVaultSecretResource(string name, string secretName, AzureKeyVaultResource parent, ParameterResource value)
    : Resource(name), IResourceWithParent<AzureKeyVaultResource>
{
    /// <summary>What the vault calls it.</summary>
    public string SecretName { get; } = secretName;

    /// <inheritdoc/>
    public AzureKeyVaultResource Parent { get; } = parent;

    /// <summary>The parameter.</summary>
    public ParameterResource Value { get; } = value;
}
