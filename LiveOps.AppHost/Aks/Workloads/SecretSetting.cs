namespace LiveOps.AppHost.Aks.Workloads;

/// <summary>A setting that is secret, or made with a secret. Its value is in the vault, and nowhere else.</summary>
/// <param name="Name">Its name, and that of the file it is mounted as.</param>
/// <param name="Made">How the model makes it, by the names of parameters: <c>{hmac-secret.value}</c>. It is not published: what stands around a secret is nobody's business either.</param>
/// <param name="Sources">The secret parameters that it is made of.</param>
internal sealed record SecretSetting(string Name, string Made, IReadOnlyList<string> Sources)
{
    /// <summary>What the vault calls it: letters, digits and hyphens. <c>ConnectionStrings__redis</c> is <c>ConnectionStrings--redis</c>, as for services that read a vault themselves.</summary>
    public string VaultName => Name.Replace('_', '-');
}
