using System.Collections.Concurrent;

namespace LiveOps.Leaderboard.Stores.Cluster.Redis;

/// <summary>Work of which one run at a time is under way for each key: whoever asks meanwhile waits for the same.</summary>
internal sealed class SharedRuns<TKey, TResult>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Lazy<Task<TResult>>> _running = new();

    /// <summary>The run that is under way, or a new one, on the thread pool.</summary>
    public Task<TResult> RunAsync(TKey key, Func<Task<TResult>> work)
    {
        // It begins only once it is registered, and takes out itself and nobody else: one that ended before it was there would be there for good.
        Lazy<Task<TResult>> run = null!;
        run = new(() => Task.Run(async () =>
        {
            try
            {
                return await work();
            }
            finally
            {
                _running.TryRemove(KeyValuePair.Create(key, run));
            }
        }));
        return _running.GetOrAdd(key, run).Value;
    }
}
