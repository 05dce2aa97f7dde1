using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Gateway.Ingest;

/// <summary>
/// How many requests are worked on at once. Further ones wait for a place, a bounded number of them for a bounded time; what is beyond gets a
/// 503 at once. So memory stays bounded however much comes.
/// </summary>
internal sealed class Admission : IDisposable
{
    private readonly SemaphoreSlim _places;
    private readonly int _maxWaiting;
    private readonly TimeSpan _patience;
    private int _waiting;

    public Admission(IConfiguration configuration)
    {
        int places = configuration.GetWhole("GATEWAY_MAX_REQUESTS", 1024, 1, 100_000);
        _places = new SemaphoreSlim(places, places);
        _maxWaiting = configuration.GetWhole("GATEWAY_MAX_WAITING", 8192, 0, 1_000_000);
        _patience = TimeSpan.FromMilliseconds(configuration.GetWhole("GATEWAY_WAIT_MS", 2000, 0, 60_000));
    }

    /// <summary>Takes a place; false when there is none to be had. Every true is followed by one <see cref="Leave"/>.</summary>
    public ValueTask<bool> EnterAsync(CancellationToken aborted) => _places.Wait(0, CancellationToken.None) ? new ValueTask<bool>(true) : WaitAsync(aborted);

    public void Leave() => _places.Release();

    public void Dispose() => _places.Dispose();

    private async ValueTask<bool> WaitAsync(CancellationToken aborted)
    {
        if (Interlocked.Increment(ref _waiting) > _maxWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return false;
        }

        try
        {
            return await _places.WaitAsync(_patience, aborted);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
