using System.Data.Common;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Counts;
using LiveOps.Leaderboard.Stores.Cluster.Held;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Stores;
using Prometheus;
using StackExchange.Redis;

namespace LiveOps.Leaderboard.Stores.Cluster;

/// <summary>
/// The service's metrics, by the same names and labels as in one process. Updates are what this replica applied, players what all
/// replicas see: summed over replicas the former add up, the latter are each the same. Counting players asks Redis of every window of every board: with many
/// boards no scrape waits for it, and it takes a small part of the time.
/// </summary>
internal sealed class ClusterMetrics(
    ClusterCounts counts, Catalogues catalogues, RankedPlayers ranked, HeldRanks held, PlayedLeagues leagues, IPolicies<LeaderboardPolicy> policy, ClusterSettings settings, TimeProvider clock, CollectorRegistry registry, IMetricFactory metrics) : IHostedService
{
    // What counts as quick, how long a scrape waits for what is, and for how many times as long as it took counting rests, a minute at the most.
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(20), Patience = TimeSpan.FromMilliseconds(500), LongestRest = TimeSpan.FromMinutes(1);
    private const int Rest = 20;

    private readonly BoardMetrics _metrics = new(metrics);
    private readonly LeagueMetrics _leagues = new(metrics);
    private readonly BoardLabels _labels = new();
    private readonly Lock _gate = new();
    private Task _counting = Task.CompletedTask;
    private TimeSpan _took;
    private long _endedAt;

    private readonly Counter _damaged = metrics.CreateCounter(
        "leaderboard_damaged_ranks_total", "Rankings in Redis of which a part was gone, and which were rebuilt from the database.");

    private readonly Gauge _held = metrics.CreateGauge("leaderboard_held_rankings", "Rankings that this replica keeps in its own memory, because they are asked for often.");

    private readonly Gauge _heldBytes = metrics.CreateGauge("leaderboard_held_rankings_bytes", "What rankings in this replica's own memory take.");

    private readonly Counter _loaded = metrics.CreateCounter("leaderboard_rankings_loaded_total", "Rankings that were loaded from Redis into this replica's own memory.");

    private readonly Counter _answered = metrics.CreateCounter(
        "leaderboard_rank_questions_total", "Questions for ranks of players, and for who is around them, by where they were answered: memory or redis.", ["by"]);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        registry.AddBeforeCollectCallback(async cancellation => await UpdateAsync(cancellation));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task UpdateAsync(CancellationToken cancellation)
    {
        UpdateHeld();
        LeaderboardPolicy rules;
        try
        {
            rules = policy.Current;
            Catalogue catalogue = await catalogues.GetAsync().AsTask().WaitAsync(Patience, clock, cancellation); // in memory, but at the very start
            // Those that the policy names are there at once, as in one process, whether anybody has scored on them or not.
            _labels.See(rules, catalogue.InOrder.Select(board => board.Name).Concat(rules.Boards.Keys).Concat(counts.Updates.Keys));
        }
        catch (Exception e) when (e is StoreUnavailableException or TimeoutException)
        {
            return; // which boards have a name of their own is not known yet
        }

        var updates = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach ((string board, long count) in counts.Updates)
            updates[_labels.For(board)] = updates.GetValueOrDefault(_labels.For(board)) + count;
        _metrics.SetUpdates(updates);
        _metrics.Refused.IncTo(counts.Refused);
        _damaged.IncTo(counts.DamagedRanks);
        await Task.WhenAny(Counting(rules), Task.Delay(Patience, clock, cancellation));
    }

    private void UpdateHeld()
    {
        _held.Set(held.Count);
        _heldBytes.Set(held.Bytes);
        _loaded.IncTo(held.Loads);
        _answered.WithLabels("memory").IncTo(held.Answered.Memory);
        _answered.WithLabels("redis").IncTo(held.Answered.Redis);
    }

    private Task Counting(LeaderboardPolicy rules)
    {
        lock (_gate)
        {
            if (_counting.IsCompleted && clock.GetElapsedTime(_endedAt) >= TimeSpan.FromTicks(Math.Min(_took.Ticks * Rest, LongestRest.Ticks)))
                _counting = Task.Run(() => CountAsync(rules));
            return _took <= Quick ? _counting : Task.CompletedTask;
        }
    }

    private async Task CountAsync(LeaderboardPolicy rules)
    {
        long start = clock.GetTimestamp();
        try
        {
            Catalogue catalogue = await catalogues.GetAsync(); // in memory: what is due stays due while no store can be had
            _metrics.SetOverdue(OverdueTicks(catalogue, rules));
            await KnowAsync(async () => _metrics.SetPlayers(await ranked.CountAsync(catalogue, rules, _labels)), () => _metrics.SetPlayers([]));
            await KnowAsync(async () => _leagues.Update(await leagues.CountAsync(catalogue)), _leagues.Forget);
        }
        catch (StoreUnavailableException)
        {
            // Not even which boards there are has been read.
        }
        finally
        {
            lock (_gate)
                (_took, _endedAt) = (clock.GetElapsedTime(start), clock.GetTimestamp());
        }
    }

    // A number of before would say that somebody looked. A scrape tells of the rest all the same.
    private static async Task KnowAsync(Func<Task> count, Action forget)
    {
        try
        {
            await count();
        }
        catch (Exception e) when (e is StoreUnavailableException or RedisServerException or DbException)
        {
            forget();
        }
    }

    // Closing is one step, archiving the next: a period waits until both are done.
    private long OverdueTicks(Catalogue catalogue, LeaderboardPolicy rules)
    {
        long due = clock.Now() - settings.Settle.Ticks, oldest = due;
        foreach (SharedBoard board in catalogue.InOrder)
        {
            long grace = board.Rules(rules).Grace;
            foreach (StoredPeriod period in board.Tracks.SelectMany(track => track.Open).Concat(board.Closing))
            {
                if (period.Period.Closes != long.MaxValue)
                    oldest = Math.Min(oldest, period.Period.Closes + grace);
            }
        }

        return due - oldest;
    }
}
