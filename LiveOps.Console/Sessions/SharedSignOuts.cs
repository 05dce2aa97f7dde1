using System.Collections.Concurrent;
using System.Globalization;
using LiveOps.ServiceDefaults.Redis;
using LiveOps.ServiceDefaults.Stores;
using StackExchange.Redis;

namespace LiveOps.Console.Sessions;

/// <summary>
/// Sign-outs of all replicas, in Redis, where each lasts as long as a session may.
/// <list type="number">
/// <item>what ended here, or was ever seen to have ended, has ended, whatever Redis says;</item>
/// <item>what could not be said to Redis is said again: before it is asked the next time, and now and then (<see cref="TryTellAsync"/>); that it cannot be said keeps nobody from asking;</item>
/// <item>else Redis is asked, each time: what ended on one replica has ended on all of them at once;</item>
/// <item>while it cannot be had, what is known holds.</item>
/// </list>
/// </summary>
internal sealed class SharedSignOuts(RedisStore redis, TimeProvider clock) : ISignOuts
{
    /// <summary>How many are remembered here: past that, the oldest is forgotten.</summary>
    public const int MostRemembered = 10_000;

    private const string Prefix = "liveops:console:signed-out:";

    // Another replica may have ended them later than this one, which says it late. Ticks of our time have one length, so texts compare as they do.
    private const string Later = """
        local before = redis.call('GET', KEYS[1])
        if before and #before >= #ARGV[1] and before >= ARGV[1] then return 0 end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
        return 1
        """;

    private readonly ConcurrentDictionary<string, Ended> _ended = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async ValueTask<bool> HoldsAsync(SignedIn session)
    {
        string one = SignOutKeys.Of(session), everywhere = SignOutKeys.Everywhere(session);
        if (_ended.ContainsKey(one) || (_ended.TryGetValue(everywhere, out Ended all) && session.Since <= all.At)) // 1
            return false;
        await TryTellAsync(); // 2
        try
        {
            RedisValue[] said = await redis.RunAsync("signed-out", database => Task.WhenAll(database.StringGetAsync(Prefix + one), database.StringGetAsync(Prefix + everywhere))); // 3
            if (TryRead(said[0], out long at))
                return !Remember(one, new Ended(at, IsSaid: true));
            return !TryRead(said[1], out at) || session.Since > at || !Remember(everywhere, new Ended(at, IsSaid: true));
        }
        catch (StoreUnavailableException)
        {
            return true; // 4
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> EndAsync(SignedIn session) => AddAsync(SignOutKeys.Of(session));

    /// <inheritdoc/>
    public ValueTask<bool> EndAllAsync(SignedIn session) => AddAsync(SignOutKeys.Everywhere(session));

    /// <summary>Says what could not be said before; false while that cannot be.</summary>
    public async ValueTask<bool> TryTellAsync()
    {
        try
        {
            foreach ((string key, Ended ended) in _ended.Where(one => !one.Value.IsSaid))
            {
                TimeSpan rest = SessionSettings.Longest - TimeSpan.FromTicks(clock.GetUtcNow().Ticks - ended.At);
                if (rest > TimeSpan.Zero)
                    await redis.EvaluateAsync("sign-out", Later, [Prefix + key], [ended.At.ToString(CultureInfo.InvariantCulture), (long)rest.TotalMilliseconds]);
                _ended.TryUpdate(key, ended with { IsSaid = true }, ended);
            }

            return true;
        }
        catch (Exception e) when (e is StoreUnavailableException or RedisServerException)
        {
            return false; // whatever Redis has against it: pages go on, and it is said again
        }
    }

    private static bool TryRead(RedisValue said, out long at) => long.TryParse((string?)said, NumberStyles.None, CultureInfo.InvariantCulture, out at);

    private ValueTask<bool> AddAsync(string key)
    {
        Remember(key, new Ended(clock.GetUtcNow().Ticks, IsSaid: false));
        return TryTellAsync();
    }

    private bool Remember(string key, Ended ended)
    {
        if (_ended.Count >= MostRemembered && !_ended.ContainsKey(key))
            _ended.TryRemove(_ended.MinBy(one => one.Value.At).Key, out _);
        _ended.AddOrUpdate(key, ended, (_, known) => known.At >= ended.At ? known : ended);
        return true;
    }

    private readonly record struct Ended(long At, bool IsSaid);
}
