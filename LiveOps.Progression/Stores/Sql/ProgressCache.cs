using System.Globalization;
using System.Text;
using LiveOps.Core.Ids;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Stores;
using StackExchange.Redis;

namespace LiveOps.Progression.Stores.Sql;

/// <summary>
/// Players' progress as it was answered last, in Redis (<c>liveops:progression:{p07}:&lt;player&gt;</c>), so that most reads ask no database. Keys lie in
/// <see cref="Shards"/> shards, each with a hash tag of its own, so that what a group has changed is forgotten by one command for each shard, on a cluster too.
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

    /// <summary>How many shards there are. The names of keys depend on it: replicas of two versions with different numbers do not forget what the other keeps, until <see cref="Lifetime"/> is over.</summary>
    public const int Shards = 64;

    private static readonly string[] Prefixes = [.. Enumerable.Range(0, Shards).Select(shard => string.Create(CultureInfo.InvariantCulture, $"liveops:progression:{{p{shard:00}}}:"))];

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
        var shards = new List<RedisKey>?[Shards];
        foreach (int number in group.Numbers)
        {
            ReadOnlySpan<byte> player = group.Players.Ids.Utf8(number);
            int shard = ShardOf(player);
            (shards[shard] ??= new List<RedisKey>(1 + (2 * group.Numbers.Length / Shards))).Add(Prefixes[shard] + Encoding.ASCII.GetString(player));
        }

        // One command for each shard, and all are waited for: on a cluster they lie on different nodes.
        return TryAsync(() => redis.RunAsync("forget_progress", database => Task.WhenAll(shards.OfType<List<RedisKey>>().Select(keys => database.KeyDeleteAsync([.. keys])))));
    }

    private static RedisKey Key(string playerId) => Prefixes[ShardOf(Encoding.ASCII.GetBytes(playerId))] + playerId;

    private static int ShardOf(ReadOnlySpan<byte> player) => (int)((ulong)IdHash.Of(player) % Shards);

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
