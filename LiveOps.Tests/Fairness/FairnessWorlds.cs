using LiveOps.Tests.Fairness.Stores.Journaled;
using LiveOps.Tests.Fairness.Stores.Redis;

namespace LiveOps.Tests.Fairness;

/// <summary>The worlds of one class of tests, one after the other.</summary>
public sealed class FairnessWorlds : IAsyncLifetime
{
    private RedisPlace? _redis;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>An empty one; what was in the one before is gone.</summary>
    internal World New(FairnessStores store, string? policy = null) => store switch
    {
        FairnessStores.Memory => new FairnessWorld(policy),
        FairnessStores.Redis => new RedisWorld(_redis ??= Start(), policy),
        _ => throw new ArgumentOutOfRangeException(nameof(store), store, "nobody starts it"),
    };

    public async ValueTask DisposeAsync()
    {
        if (_redis is not null)
            await _redis.DisposeAsync();
    }

    // Away from the test's own context.
    private static RedisPlace Start() => Task.Run(async () =>
    {
        var place = new RedisPlace();
        await place.InitializeAsync();
        return place;
    }).GetAwaiter().GetResult();
}
