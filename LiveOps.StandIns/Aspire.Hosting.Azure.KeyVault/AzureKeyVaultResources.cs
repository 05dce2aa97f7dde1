using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Azure;

/// <summary>A vault.</summary>
public class AzureKeyVaultResource(string name) : AzureProvisioningResource(name), IResourceWithConnectionString
{
    public BicepOutputReference VaultUri => new("vaultUri", this);

    public BicepOutputReference NameOutputReference => new("name", this);

    public ReferenceExpression ConnectionStringExpression => new("{0}", VaultUri);
}

/// <summary>A secret in it.</summary>
public class AzureKeyVaultSecretResource(string name, string secretName, AzureKeyVaultResource parent, object value)
    : Resource(name), IResourceWithParent<AzureKeyVaultResource>
{
    public string SecretName { get; } = secretName;

    public AzureKeyVaultResource Parent { get; } = parent;

    public object Value { get; } = value;
}
