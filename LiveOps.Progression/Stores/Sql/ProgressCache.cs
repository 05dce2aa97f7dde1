using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Stores;
using StackExchange.Redis;

namespace LiveOps.Progression.Stores.Sql;

/// <summary>
/// Players' progress as it was answered last, in Redis (<c>liveops:progression:{player}</c>), so that most reads ask no database.
/// <list type="number">
/// <item>Whoever finds nothing leaves a mark of their own there, and only then asks the database;</item>
/// <item>after a commit, what stands there is deleted, answer or mark;</item>
/// <item>an answer is put there only in place of the mark of whoever asked. So a reader who is late, and read before a commit, finds the
/// mark gone and puts nothing: what is old does not come back.</item>
/// </list>
/// Redis being out of reach makes reads slower and nothing else. What it could not be told is forgotten after <see cref="Lifetime"/>.
/// </summary>
internal sealed class ProgressCache(RedisStore redis)
{
    /// <summary>How long an answer stands.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    /// <summary>How long a mark stands: longer than the database may take to answer.</summary>
    public static readonly TimeSpan MarkLifetime = TimeSpan.FromSeconds(20);

    private const string Put =
        "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) return 1 end return 0";

    /// <summary>The answer that stands, else what <paramref name="read"/> reads.</summary>
    public async Task<byte[]?> GetAsync(string playerId, Func<Task<byte[]?>> read)
    {
        RedisKey key = Key(playerId);
        RedisValue mark = Guid.NewGuid().ToString("N");
        bool marked = false;
        try
        {
            RedisValue standing = await redis.RunAsync("read_progress", database => database.StringGetAsync(key));
            if (standing.HasValue && (byte[]?)standing is [(byte)'{', ..] answer)
                return answer;
            marked = !standing.HasValue && await redis.RunAsync("mark_progress", database => database.StringSetAsync(key, mark, MarkLifetime, When.NotExists)); // 1
        }
        catch (StoreUnavailableException)
        {
        }

        byte[]? progress = await read();
        if (marked && progress is not null)
            await TryAsync(() => redis.EvaluateAsync("put_progress", Put, [key], [mark, progress, (long)Lifetime.TotalMilliseconds])); // 3
        return progress;
    }

    /// <summary>After a commit that changed a player.</summary>
    public Task ForgetAsync(string playerId) => TryAsync(() => redis.RunAsync("forget_progress", database => database.KeyDeleteAsync(Key(playerId)))); // 2

    /// <summary>After a group was committed.</summary>
    public Task ForgetAsync(GroupFold group)
    {
        if (group.Numbers.IsEmpty)
            return Task.CompletedTask;
        var keys = new RedisKey[group.Numbers.Length];
        for (int i = 0; i < keys.Length; i++)
            keys[i] = Key(group.Players.Ids.Text(group.Numbers[i]));
        return TryAsync(() => redis.RunAsync("forget_progress", database =>
        {
            // One command each: in a cluster they lie on different nodes. Sent together, and only the last is waited for.
            foreach (RedisKey key in keys.AsSpan(0, keys.Length - 1))
                _ = database.KeyDeleteAsync(key, CommandFlags.FireAndForget);
            return database.KeyDeleteAsync(keys[^1]);
        }));
    }

    private static RedisKey Key(string playerId) => "liveops:progression:{" + playerId + "}";

    private static async Task TryAsync<T>(Func<Task<T>> command)
    {
        try
        {
            await command();
        }
        catch (StoreUnavailableException)
        {
            // It is a cache.
        }
    }
}
