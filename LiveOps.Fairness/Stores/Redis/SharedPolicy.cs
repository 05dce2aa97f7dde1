using LiveOps.Core.Boards;
using LiveOps.Fairness.Policies;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace LiveOps.Fairness.Stores.Redis;

/// <summary>
/// The policy that all replicas judge by: the file's, over boards that count as the leaderboard said on the bus. One replica hears it, so it lies in Redis
/// for all (<c>liveops:fairness:boards</c>); each looks again before it judges when its copy is older than <see cref="Fresh"/>.
/// </summary>
internal sealed class SharedPolicy(PolicyFile<FairnessPolicy> file, RedisStore redis, TimeProvider clock)
{
    /// <summary>How long a replica goes by what it has read.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private const string NewestScript = """
        local at = redis.call('HGET', KEYS[1], 'at')
        if not at or tonumber(at) < tonumber(ARGV[1]) then redis.call('HSET', KEYS[1], 'at', ARGV[1], 'said', ARGV[2]) end
        return redis.call('HGET', KEYS[1], 'said')
        """;

    private static readonly RedisKey Key = "liveops:fairness:boards";

    private volatile Copy? _copy;

    /// <summary>The policy in force.</summary>
    /// <exception cref="ServiceDefaults.Stores.StoreUnavailableException">Redis cannot be had.</exception>
    public ValueTask<FairnessPolicy> GetAsync() =>
        _copy is { } copy && ReferenceEquals(copy.File, file.Current) && clock.GetElapsedTime(copy.ReadAt) < Fresh ? new(copy.Policy) : new(ReadAsync());

    /// <summary>Keeps what the leaderboard said, unless something newer was said.</summary>
    public async Task KeepAsync(BoardOrders orders) =>
        Use(await redis.EvaluateAsync("boards", NewestScript, [Key], [orders.At, orders.ToBytes()]));

    private async Task<FairnessPolicy> ReadAsync() => Use(await redis.RunAsync("boards", database => database.HashGetAsync(Key, "said")));

    private FairnessPolicy Use(RedisResult said) => Use((RedisValue)said);

    private FairnessPolicy Use(RedisValue said)
    {
        FairnessPolicy policy = file.Current;
        BoardOrders orders = said.HasValue && BoardOrders.TryRead((byte[])said!, out BoardOrders known) ? known : BoardOrders.Descending;
        if (_copy is { } copy && ReferenceEquals(copy.File, policy) && copy.Policy.Orders.At == orders.At)
            _copy = copy with { ReadAt = clock.GetTimestamp() };
        else
            _copy = new Copy(policy, policy.Over(orders), clock.GetTimestamp());
        return _copy.Policy;
    }

    private sealed record Copy(FairnessPolicy File, FairnessPolicy Policy, long ReadAt);
}
