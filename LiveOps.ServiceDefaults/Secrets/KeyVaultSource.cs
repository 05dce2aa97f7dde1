using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;

namespace LiveOps.ServiceDefaults.Secrets;

/// <summary>The enabled secrets of a vault as settings, looked at again every now and then.</summary>
/// <param name="client">The vault.</param>
/// <param name="interval">How often it is asked for changed secrets.</param>
/// <param name="clock">Drives the asking.</param>
internal sealed class KeyVaultSource(SecretClient client, TimeSpan interval, TimeProvider clock) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new KeyVaultProvider(client, interval, clock);
}
