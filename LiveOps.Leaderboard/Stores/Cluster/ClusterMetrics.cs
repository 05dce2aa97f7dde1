using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Counts;
using LiveOps.Leaderboard.Stores.Cluster.Redis;
using LiveOps.ServiceDefaults.Policies.Documents;
using LiveOps.ServiceDefaults.Stores;
using Prometheus;
using StackExchange.Redis;

namespace LiveOps.Leaderboard.Stores.Cluster;

/// <summary>
/// The service's metrics, by the same names and labels as in one process. Updates are what this replica applied, players what all
/// replicas see: summed over replicas the former add up, the latter are each the same.
/// </summary>
internal sealed class ClusterMetrics(
    ClusterCounts counts, Catalogues catalogues, SharedRanks ranks, IPolicies<LeaderboardPolicy> policy, ClusterSettings settings, TimeProvider clock, CollectorRegistry registry, IMetricFactory metrics) : IHostedService
{
    private readonly BoardMetrics _metrics = new(metrics);

    private readonly Counter _damaged = metrics.CreateCounter(
        "leaderboard_damaged_ranks_total", "Rankings in Redis of which a part was gone, and which were rebuilt from the database.");

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        registry.AddBeforeCollectCallback(async _ => await UpdateAsync());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task UpdateAsync()
    {
        LeaderboardPolicy rules;
        try
        {
            rules = policy.Current;
        }
        catch (StoreUnavailableException)
        {
            return; // which boards have a name of their own is not known yet
        }

        _metrics.SetUpdates(counts.Updates.GroupBy(board => BoardMetrics.Label(rules, board.Key), board => board.Value).Select(label => KeyValuePair.Create(label.Key, label.Sum())));
        _metrics.Refused.IncTo(counts.Refused);
        _damaged.IncTo(counts.DamagedRanks);
        try
        {
            await CountPlayersAsync(rules);
        }
        catch (Exception e) when (e is StoreUnavailableException or RedisServerException)
        {
            // The last known numbers stand: a scrape tells of the rest all the same.
        }
    }

    private async Task CountPlayersAsync(LeaderboardPolicy rules)
    {
        Catalogue catalogue = await catalogues.GetAsync();
        _metrics.SetOverdue(OverdueTicks(catalogue, rules));
        var players = new Dictionary<(string Board, WindowKind Window), int>();
        foreach (SharedBoard board in catalogue.InOrder)
        {
            BoardRules own = board.Rules(rules);
            foreach (var track in board.Tracks.Where(track => own.Windows[(int)track.Window]))
            {
                track.At(own, clock.Now(), out StoredPeriod? open);
                (string, WindowKind) label = (BoardMetrics.Label(rules, board.Name), track.Window);
                players[label] = players.GetValueOrDefault(label) + (open is null ? 0 : await ranks.CountAsync(open));
            }
        }

        _metrics.SetPlayers(players);
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
