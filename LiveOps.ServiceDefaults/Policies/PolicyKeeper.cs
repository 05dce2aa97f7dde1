using System.Threading.Channels;
using LiveOps.ServiceDefaults.Stores;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LiveOps.ServiceDefaults.Policies;

/// <summary>Keeps each policy that comes into force, at start and whenever it changes, until the store has it.</summary>
internal sealed partial class PolicyKeeper<T>(PolicyFile<T> file, ILastGoodPolicy store, TimeProvider clock, ILogger<PolicyKeeper<T>> logger) : BackgroundService where T : class
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // a store that is not there keeps no service from starting
        file.Changed += OnChanged;
        OnChanged(file.Current);
        try
        {
            await foreach (bool _ in _changed.Reader.ReadAllAsync(stoppingToken))
            {
                while (!await TryAsync(stoppingToken))
                    await Task.Delay(RetryAfter, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end.
        }
        finally
        {
            file.Changed -= OnChanged;
        }
    }

    private async Task<bool> TryAsync(CancellationToken cancellation)
    {
        try
        {
            await store.KeepAsync(file.Json, cancellation);
            return true;
        }
        catch (StoreUnavailableException e)
        {
            Log.NotKept(logger, e.Message);
            return false;
        }
    }

    private void OnChanged(T policy) => _changed.Writer.TryWrite(true);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The policy in force could not be kept for the next start yet: {Reason}")]
        public static partial void NotKept(ILogger logger, string reason);
    }
}
