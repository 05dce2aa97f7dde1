using LiveOps.ServiceDefaults.Stores;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace LiveOps.ServiceDefaults.Redis;

/// <summary>
/// Ready when Redis answers a ping and is one that can be used. One that may evict is told of in the log: what it evicts of ranks comes back
/// from the database, but a block or an answer that it evicts is gone.
/// </summary>
internal sealed partial class RedisCheck(RedisStore store, RedisMemory memory, TimeProvider clock, ILogger<RedisCheck> logger) : IHealthCheck
{
    private string? _told;
    private long? _askedAt;
    private string? _refusal;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.RunAsync("ping", database => database.PingAsync());
            if (_askedAt is not { } at || clock.GetElapsedTime(at) >= ServerFacts.Fresh)
                await AskAsync();
            return _refusal is null ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(_refusal);
        }
        catch (StoreUnavailableException e)
        {
            Forget();
            return HealthCheckResult.Unhealthy(e.Message); // a sentence of ours, which names no host
        }
        catch (RedisException e)
        {
            Forget();
            return HealthCheckResult.Unhealthy(exception: e);
        }
    }

    private void Forget()
    {
        _askedAt = null;
        memory.Forget(RedisStore.Name);
    }

    private async Task AskAsync()
    {
        ServerFacts facts = await ServerFacts.AskAsync(store, "info");
        memory.Tell(RedisStore.Name, facts);
        _refusal = facts.Refusal is { } refusal ? $"{RedisStore.Name} {refusal}" : null;
        string? objection = _refusal ?? (facts.Eviction is { } eviction and not "noeviction" ? $"{RedisStore.Name} may evict what services keep in it (maxmemory-policy {eviction}): set noeviction" : null);
        if (objection is not null && Interlocked.Exchange(ref _told, objection) != objection)
            Log.Unfit(logger, objection);
        _askedAt = clock.GetTimestamp();
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A store is not what it should be: {Objection}.")]
        public static partial void Unfit(ILogger logger, string objection);
    }
}
