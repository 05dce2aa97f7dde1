using System.Collections.Concurrent;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Upkeep;
using StackExchange.Redis;

namespace LiveOps.Leaderboard.Stores.Cluster.Held;

/// <summary>
/// Which periods' ranks this replica keeps in its own memory: those that are asked for often, as many as there is room for. What the catalogue has no more, and what nobody asks for any more, is let go of, at rounds of a second.
/// </summary>
internal sealed partial class HeldRanks(Catalogues catalogues, HeldSettings settings, TimeProvider clock, ILogger<HeldRanks> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(int Id, bool Descending), FollowedPeriod> _periods = [];
    private readonly HeldRoom _room = new(settings.Bytes, logger);
    private long _fromMemory, _fromRedis;

    /// <summary>How many bytes they take, as far as that is known.</summary>
    public long Bytes => _room.Used;

    /// <summary>How often ranks were loaded.</summary>
    public long Loads => _room.Loads;

    /// <summary>How many questions were answered from memory, and how many by Redis.</summary>
    public (long Memory, long Redis) Answered => (Interlocked.Read(ref _fromMemory), Interlocked.Read(ref _fromRedis));

    /// <summary>Whether any may be kept.</summary>
    public bool IsOn => settings.Bytes > 0;

    /// <summary>Of how many periods the ranks are kept.</summary>
    public int Count => _periods.Values.Count(period => period.IsHeld);

    /// <summary>A period that was added, its ranks kept or not; else null.</summary>
    public FollowedPeriod? Find(StoredPeriod period) =>
        _periods.TryGetValue((period.Id, period.Board.Descending), out FollowedPeriod? followed) && followed.Keys.Name == period.Keys.Name ? followed : null;

    /// <summary>Adds a period, so that questions for it are counted, and its ranks may come to be kept.</summary>
    /// <param name="period">The period.</param>
    /// <param name="ask">Runs <see cref="Redis.RankScripts.Follow"/> on it; null when the ranks are not whole.</param>
    public FollowedPeriod Add(StoredPeriod period, Func<RedisValue[], Task<RedisResult?>> ask)
    {
        var followed = new FollowedPeriod(period, ask, _room, settings, clock);
        return _periods.AddOrUpdate(
            (period.Id, period.Board.Descending),
            followed,
            (_, there) =>
            {
                if (there.Keys.Name == period.Keys.Name)
                    return there;
                there.Forget();
                return followed;
            });
    }

    /// <summary>Notes that a question was answered from memory.</summary>
    public void AnsweredFromMemory() => Interlocked.Increment(ref _fromMemory);

    /// <summary>Notes that a question was answered by Redis.</summary>
    public void AnsweredByRedis() => Interlocked.Increment(ref _fromRedis);

    /// <summary>Lets go of what is not worth keeping.</summary>
    public async Task LookAsync()
    {
        if (_periods.IsEmpty)
            return;
        Catalogue catalogue = await catalogues.GetAsync();
        foreach (((int id, bool descending), FollowedPeriod followed) in _periods)
        {
            bool isThere = catalogue.Periods.TryGetValue(id, out StoredPeriod? period) && period.State <= PeriodState.Closed
                && period.Board.Descending == descending && period.Keys.Name == followed.Keys.Name;
            if (!isThere)
                followed.Forget();
            if (!isThere || !followed.Look())
                _periods.TryRemove(new((id, descending), followed));
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Rounds.RunAsync(
        Every,
        clock,
        async _ =>
        {
            try
            {
                await LookAsync();
            }
            catch (Exception e) when (PassingFaults.MayPass(e))
            {
                Log.Delayed(logger, e.Message); // there was no catalogue yet
            }
        },
        stoppingToken);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Ranks in memory are looked through later: {Reason}")]
        public static partial void Delayed(ILogger logger, string reason);
    }
}
