using System.Collections.Concurrent;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;

namespace Azure.Extensions.AspNetCore.Configuration.Secrets;

/// <summary>Settings out of a vault: its enabled secrets, read once, and again those that changed at each look.</summary>
public class AzureKeyVaultConfigurationProvider : ConfigurationProvider, IDisposable
{
    private const int ReadsAtOnce = 32;

    private readonly SecretClient _client;
    private readonly KeyVaultSecretManager _manager;
    private readonly TimeSpan? _interval;
    private readonly CancellationTokenSource _stop = new();
    private Dictionary<string, KeyVaultSecret>? _loaded;
    private Task? _looking;

    /// <param name="client">The vault.</param>
    /// <param name="options">Which secrets, under which names, looked for how often.</param>
    public AzureKeyVaultConfigurationProvider(SecretClient client, AzureKeyVaultConfigurationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        options ??= new AzureKeyVaultConfigurationOptions();
        if (options.ReloadInterval <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(options), options.ReloadInterval, "ReloadInterval must be positive.");
        _client = client;
        _manager = options.Manager;
        _interval = options.ReloadInterval;
    }

    /// <inheritdoc/>
    public override void Load()
    {
        LoadAsync().GetAwaiter().GetResult();
        if (_interval is { } interval)
            _looking ??= LookAsync(interval);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops looking for changes.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            _stop.Cancel();
    }

    private async Task LoadAsync()
    {
        List<SecretProperties> there = [];
        await foreach (SecretProperties properties in _client.GetPropertiesOfSecretsAsync(_stop.Token).ConfigureAwait(false))
        {
            if (properties.Enabled == true && _manager.Load(properties))
                there.Add(properties);
        }

        Dictionary<string, KeyVaultSecret>? before = _loaded;
        var now = new ConcurrentDictionary<string, KeyVaultSecret>();
        bool changed = before is null || before.Keys.Except(there.Select(properties => properties.Name)).Any();
        await Parallel.ForEachAsync(
            there,
            new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = _stop.Token },
            async (properties, cancellation) =>
            {
                if (before is not null && before.TryGetValue(properties.Name, out KeyVaultSecret? known) && known.Properties.UpdatedOn == properties.UpdatedOn)
                {
                    now[properties.Name] = known;
                    return;
                }

                now[properties.Name] = (await _client.GetSecretAsync(properties.Name, cancellationToken: cancellation).ConfigureAwait(false)).Value;
                Volatile.Write(ref changed, true);
            }).ConfigureAwait(false);
        _loaded = new Dictionary<string, KeyVaultSecret>(now);
        if (!changed)
            return;
        Data = _manager.GetData(_loaded.Values).ToDictionary(setting => setting.Key, string? (setting) => setting.Value, StringComparer.OrdinalIgnoreCase);
        if (before is not null)
            OnReload();
    }

    private async Task LookAsync(TimeSpan interval)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(interval, _stop.Token).ConfigureAwait(false);
                await LoadAsync().ConfigureAwait(false);
            }
            catch (Exception)
            {
                // As the package: what was read stays, the next look may succeed.
            }
        }
    }
}
