using System.Collections.Concurrent;
using Azure;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using LiveOps.ServiceDefaults.Upkeep;
using Microsoft.Extensions.Configuration;

namespace LiveOps.ServiceDefaults.Secrets;

/// <summary>
/// Reads a vault: all of its enabled secrets once, and again those whose time of change is another at each look. A look that fails leaves
/// what was read; a first one that fails is the caller's.
/// </summary>
internal sealed class KeyVaultProvider(SecretClient client, TimeSpan interval, TimeProvider clock) : ConfigurationProvider, IDisposable
{
    // A vault throttles at 4,000 reads in 10 s: https://learn.microsoft.com/azure/key-vault/general/service-limits.
    private const int ReadsAtOnce = 16;

    private readonly CancellationTokenSource _stop = new();
    private Dictionary<string, KeyVaultSecret>? _loaded;
    private Task? _looking;

    /// <inheritdoc/>
    public override void Load()
    {
        LoadAsync().GetAwaiter().GetResult(); // configuration has no other way
        _looking ??= Rounds.RunLaterAsync(interval, clock, _ => LookAsync(), _stop.Token);
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Cancel();

    /// <summary>The setting that a secret is: a vault's names hold no underscores, so <c>HMAC-SECRET</c> is <c>HMAC_SECRET</c>. A name with
    /// <c>--</c>, which stands for <c>:</c>, is a path, and its single hyphens stay: <c>Signing--Keys--game-1--0</c>.</summary>
    private static string Key(string secret) =>
        secret.Contains("--", StringComparison.Ordinal) ? secret.Replace("--", ConfigurationPath.KeyDelimiter) : secret.Replace('-', '_');

    private async Task LoadAsync()
    {
        List<SecretProperties> enabled = [];
        await foreach (SecretProperties secret in client.GetPropertiesOfSecretsAsync(_stop.Token).ConfigureAwait(false))
        {
            if (secret.Enabled == true)
                enabled.Add(secret);
        }

        Dictionary<string, KeyVaultSecret> before = _loaded ?? [];
        var now = new ConcurrentDictionary<string, KeyVaultSecret>();
        await Parallel.ForEachAsync(
            enabled,
            new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = _stop.Token },
            async (secret, cancellation) => now[secret.Name] =
                before.TryGetValue(secret.Name, out KeyVaultSecret? known) && known.Properties.UpdatedOn == secret.UpdatedOn
                    ? known
                    : (await client.GetSecretAsync(secret.Name, cancellationToken: cancellation).ConfigureAwait(false)).Value).ConfigureAwait(false);

        bool changed = now.Count != before.Count || now.Any(secret => !ReferenceEquals(before.GetValueOrDefault(secret.Key), secret.Value));
        bool first = _loaded is null;
        _loaded = new(now);
        if (!changed)
            return;
        // Of two secrets that are one setting, the younger.
        Data = now.Values.GroupBy(secret => Key(secret.Name), StringComparer.OrdinalIgnoreCase).ToDictionary(
            setting => setting.Key, string? (setting) => setting.MaxBy(secret => secret.Properties.UpdatedOn)!.Value, StringComparer.OrdinalIgnoreCase);
        if (!first)
            OnReload();
    }

    private async Task LookAsync()
    {
        try
        {
            await LoadAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is RequestFailedException or AuthenticationFailedException or AggregateException)
        {
            // The vault cannot be had now: what was read stays, and the next look may succeed.
        }
    }
}
