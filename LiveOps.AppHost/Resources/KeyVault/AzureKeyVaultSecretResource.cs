namespace Aspire.Hosting.Azure;

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
