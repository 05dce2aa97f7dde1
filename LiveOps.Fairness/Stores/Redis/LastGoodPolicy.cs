using LiveOps.ServiceDefaults.Policies;
using LiveOps.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace LiveOps.Fairness.Stores.Redis;

/// <summary>The last good policy in Redis: <c>liveops:fairness:policy</c>.</summary>
internal sealed class LastGoodPolicy(RedisStore redis) : ILastGoodPolicy
{
    private static readonly RedisKey Key = "liveops:fairness:policy";

    /// <inheritdoc/>
    public async Task<byte[]?> ReadAsync(CancellationToken cancellation) => await redis.RunAsync("read-policy", database => database.StringGetAsync(Key));

    /// <inheritdoc/>
    public Task KeepAsync(ReadOnlyMemory<byte> json, CancellationToken cancellation) => redis.RunAsync("keep-policy", database => database.StringSetAsync(Key, json));
}
