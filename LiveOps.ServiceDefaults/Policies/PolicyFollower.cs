using System.Threading.Channels;
using LiveOps.Core.Bus;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.ServiceDefaults.Upkeep;
using Microsoft.Extensions.Hosting;

namespace LiveOps.ServiceDefaults.Policies;

/// <summary>
/// Does what a policy asks for that the file holds, at start and whenever it changes:
/// <list type="number">
/// <item>at start before anything is served, unless the service can serve without;</item>
/// <item>at each change, of several that come at once for the last;</item>
/// <item>while the bus or the store is out of reach, again and again after pauses.</item>
/// </list>
/// </summary>
/// <typeparam name="T">The parsed policy.</typeparam>
public abstract class PolicyFollower<T> : BackgroundService where T : class
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TimeProvider _clock;

    /// <param name="file">The policy.</param>
    /// <param name="clock">Measures the pauses.</param>
    protected PolicyFollower(PolicyFile<T> file, TimeProvider clock)
    {
        File = file;
        _clock = clock;
    }

    /// <summary>The policy.</summary>
    protected PolicyFile<T> File { get; }

    /// <summary>Whether the service is not to start before the policy is followed.</summary>
    protected virtual bool IsNeededToStart => true;

    /// <inheritdoc/>
    /// <exception cref="BusUnavailableException">It is needed to start, and could not be done.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        File.Changed += OnChanged;
        if (IsNeededToStart)
            await FollowAsync(cancellationToken); // 1
        else
            OnChanged(File.Current);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Does what the policy in the file asks for; nothing when that is done.</summary>
    /// <exception cref="BusUnavailableException">It could not be done: it is tried again.</exception>
    /// <exception cref="StoreUnavailableException">It could not be done: it is tried again.</exception>
    protected abstract Task FollowAsync(CancellationToken cancellation);

    /// <summary>Tells that it could not be done yet.</summary>
    protected abstract void TellDelay(Exception reason);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (bool _ in _changed.Reader.ReadAllAsync(stoppingToken)) // 2
            {
                while (!await TryAsync(stoppingToken))
                    await Task.Delay(RetryAfter, _clock, stoppingToken); // 3
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException && stoppingToken.IsCancellationRequested)
        {
            // The end, also of a host that is disposed of without being stopped.
        }
        finally
        {
            File.Changed -= OnChanged;
        }
    }

    private async Task<bool> TryAsync(CancellationToken cancellation)
    {
        try
        {
            await FollowAsync(cancellation);
            return true;
        }
        catch (Exception e) when (PassingFaults.MayPass(e))
        {
            TellDelay(e);
            return false;
        }
    }

    /// <summary>Follows again, soon: something else has changed that it depends on.</summary>
    protected void Wake() => _changed.Writer.TryWrite(true);

    private void OnChanged(T policy) => Wake();
}
