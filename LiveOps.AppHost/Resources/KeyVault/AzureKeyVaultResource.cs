namespace Aspire.Hosting.Azure;

/// <summary>An Azure Key Vault. It is not made by this model: deploying makes it, and gives each identity the secrets that are its own.</summary>
public class AzureKeyVaultResource(string name) : Resource(name);
