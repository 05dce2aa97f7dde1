using System.Runtime.CompilerServices;
using LiveOps.Core.Boards;
using LiveOps.Core.Policies;
using LiveOps.Fairness.Policies;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Redis;
using StackExchange.Redis;

namespace LiveOps.Fairness.Stores.Redis;

/// <summary>
/// The policy that all replicas judge by: the document's, over boards that count as the leaderboard said on the bus. One replica hears it, so it lies in Redis
/// for all (<c>liveops:fairness:boards</c>); each looks again before it judges when its copy is older than <see cref="Fresh"/>.
/// </summary>
internal sealed class SharedPolicy(IPolicies<FairnessPolicy> policies, RedisStore redis, TimeProvider clock) : ICurrentPolicy
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

    /// <summary>The policy for what was accepted at a moment.</summary>
    /// <param name="accepted">Unix ticks.</param>
    /// <exception cref="ServiceDefaults.Stores.StoreUnavailableException">Redis cannot be had.</exception>
    public ValueTask<FairnessPolicy> GetAsync(long accepted)
    {
        ValueTask<PolicyView<FairnessPolicy>> view = policies.BetweenAsync(accepted, accepted, CancellationToken.None);
        return view.IsCompletedSuccessfully && _copy is { } copy && clock.GetElapsedTime(copy.ReadAt) < Fresh
            ? new(Over(copy, view.Result, accepted))
            : new(ReadAsync(view.AsTask(), accepted));
    }

    /// <inheritdoc/>
    public ValueTask<FairnessPolicy> AtAsync(long at, CancellationToken cancellation) => GetAsync(at);

    /// <summary>Keeps what the leaderboard said, unless something newer was said.</summary>
    public async Task KeepAsync(BoardOrders orders) =>
        Use((RedisValue)await redis.EvaluateAsync("boards", NewestScript, [Key], [orders.At, orders.ToBytes()]));

    private async Task<FairnessPolicy> ReadAsync(Task<PolicyView<FairnessPolicy>> view, long accepted)
    {
        if (_copy is not { } copy || clock.GetElapsedTime(copy.ReadAt) >= Fresh)
            copy = Use(await redis.RunAsync("boards", database => database.HashGetAsync(Key, "said")));
        return Over(copy, await view, accepted);
    }

    private Copy Use(RedisValue said)
    {
        BoardOrders orders = said.HasValue && BoardOrders.TryRead((byte[])said!, out BoardOrders known) ? known : BoardOrders.Descending;
        return _copy = _copy is { } copy && copy.Orders.At == orders.At ? copy with { ReadAt = clock.GetTimestamp() } : new Copy(orders, [], clock.GetTimestamp());
    }

    private static FairnessPolicy Over(Copy copy, PolicyView<FairnessPolicy> view, long accepted) => copy.Over.GetValue(view.At(accepted, out _)!, policy => policy.Over(copy.Orders));

    // Each policy over these orders, for as long as it is kept.
    private sealed record Copy(BoardOrders Orders, ConditionalWeakTable<FairnessPolicy, FairnessPolicy> Over, long ReadAt);
}
