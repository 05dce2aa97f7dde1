using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.ServiceDefaults.Secrets;

/// <summary>
/// Where a service's secrets may come from in the cloud that <c>CLOUD</c> names: beside the environment, Azure Key Vault, which <c>KEYVAULT_URI</c> names or the Secrets Store CSI driver mounts, or
/// AWS Secrets Manager, which the same driver mounts. A secret that is in none of them stops the start by the setting that needs it.
/// </summary>
internal static class CloudSecrets
{
    /// <summary>Checks what is configured.</summary>
    /// <param name="cloud">The cloud that is named.</param>
    /// <param name="vault">The Key Vault that is named, if one is.</param>
    /// <exception cref="SettingException">It contradicts the cloud.</exception>
    public static void Check(CloudKind cloud, Uri? vault)
    {
        if (cloud == CloudKind.Aws && vault is not null)
            throw new SettingException("KEYVAULT_URI (or ConnectionStrings__secrets) contradicts CLOUD=aws: Key Vault is Azure's. Leave it out, and mount the secrets in SECRETS_DIR.");
    }
}
