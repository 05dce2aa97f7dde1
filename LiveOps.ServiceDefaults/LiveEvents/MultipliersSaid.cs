using System.Globalization;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Stores;
using StackExchange.Redis;

namespace LiveOps.ServiceDefaults.LiveEvents;

/// <summary>
/// How far the news of what live events multiply has come in a cluster, in Redis (<c>liveops:live-events:multipliers</c>), for the leaderboard, which says it, and Progression, which goes by it. Three moments, in Unix ticks:
/// <list type="number">
/// <item><c>said</c> is that of the newest, and numbers all of them, whatever clocks the replicas have: whoever says something takes a number and only then looks at what there is to say, so of two the later knows more;</item>
/// <item><c>kept</c> is that of the newest which Progression has in its database: from then on no event is applied that does not go by it;</item>
/// <item><c>takenBack</c> is when a change was taken back last: what was said before may have it in it, and is not kept any more, however late it comes. Nothing else overtakes news: a Progression that lags keeps all of it, one after the other.</item>
/// </list>
/// Numbers from here are even. A replica that gets none goes by its clock, with an odd one: that is kept, and confirmed to nobody. What Redis loses of it is there again with the next news.
/// </summary>
public sealed class MultipliersSaid(RedisStore redis)
{
    private const string KeptField = "kept", TakenBackField = "takenBack";

    // A script's numbers have 53 bits, and these more: of two texts the longer is the larger, of two as long that which comes later in order.
    private const string Next = """
        local said = redis.call('HGET', KEYS[1], 'said') or '0'
        if #said > #ARGV[1] or (#said == #ARGV[1] and said >= ARGV[1]) then
          redis.call('HINCRBY', KEYS[1], 'said', 2)
        else
          redis.call('HSET', KEYS[1], 'said', ARGV[1])
        end
        said = redis.call('HGET', KEYS[1], 'said')
        if ARGV[2] == '1' then redis.call('HSET', KEYS[1], 'takenBack', said) end
        return said
        """;

    private const string Keep = """
        local kept = redis.call('HGET', KEYS[1], 'kept') or '0'
        if #kept < #ARGV[1] or (#kept == #ARGV[1] and kept < ARGV[1]) then redis.call('HSET', KEYS[1], 'kept', ARGV[1]) end
        return 1
        """;

    private static readonly RedisKey Key = "liveops:live-events:multipliers";

    /// <summary>The number of what is to be said next: later than all before it.</summary>
    /// <param name="atLeast">The soonest that it may be. While Redis cannot be had it is this or the next: news goes on, in the order of the replicas' clocks, and nobody is told that any of it is kept.</param>
    public async Task<long> NextAsync(long atLeast)
    {
        try
        {
            return await MarkAsync(atLeast, isTakenBack: false);
        }
        catch (StoreUnavailableException)
        {
            return atLeast | 1;
        }
    }

    /// <summary>A number between all that was said before and what is said from now on, which knows what there is now.</summary>
    /// <param name="atLeast">The soonest that it may be.</param>
    /// <param name="isTakenBack">Whether what was said before is not to be kept any more.</param>
    /// <exception cref="StoreUnavailableException">Redis cannot be had.</exception>
    public async Task<long> MarkAsync(long atLeast, bool isTakenBack) =>
        Read((RedisValue)await redis.EvaluateAsync("next_multipliers", Next, [Key], [Text(atLeast + (atLeast & 1)), isTakenBack ? "1" : "0"]));

    /// <summary>Whether a change was taken back after this was said. Not known while Redis cannot be had: then it is not.</summary>
    /// <param name="at">Its number.</param>
    public async Task<bool> IsTakenBackAsync(long at)
    {
        try
        {
            return Read(await redis.RunAsync("taken_back_multipliers", database => database.HashGetAsync(Key, TakenBackField))) > at;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    /// <summary>It is kept. While Redis cannot be had nobody hears of it; the next news is confirmed again.</summary>
    /// <param name="at">Its number.</param>
    public async Task ConfirmAsync(long at)
    {
        if ((at & 1) != 0)
            return; // by a clock: it may be older than what has a smaller number
        try
        {
            await redis.EvaluateAsync("keep_multipliers", Keep, [Key], [Text(at)]);
        }
        catch (StoreUnavailableException)
        {
            // Whoever waits for it waits in vain, and takes back what they changed.
        }
    }

    /// <summary>The number of the newest that is kept; 0 for none.</summary>
    /// <exception cref="StoreUnavailableException">Redis cannot be had.</exception>
    public async Task<long> KeptAsync() => Read(await redis.RunAsync("kept_multipliers", database => database.HashGetAsync(Key, KeptField)));

    private static long Read(RedisValue text) => text.HasValue ? long.Parse(text.ToString(), CultureInfo.InvariantCulture) : 0;

    private static string Text(long at) => at.ToString(CultureInfo.InvariantCulture);
}
