using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Counts;
using LiveOps.Leaderboard.Stores.Cluster.Redis;
using LiveOps.ServiceDefaults.Policies;
using LiveOps.ServiceDefaults.Stores;
using Prometheus;
using StackExchange.Redis;

namespace LiveOps.Leaderboard.Stores.Cluster;

/// <summary>
/// The service's metrics, by the same names and labels as in one process. Updates are what this replica applied, players what all
/// replicas see: summed over replicas the former add up, the latter are each the same.
/// </summary>
internal sealed class ClusterMetrics(
    ClusterCounts counts, Catalogues catalogues, SharedRanks ranks, PolicyFile<LeaderboardPolicy> policy, ClusterSettings settings, TimeProvider clock, CollectorRegistry registry, IMetricFactory metrics) : IHostedService
{
    private const string Other = "other";

    private readonly Counter _updates = metrics.CreateCounter(
        "leaderboard_updates_total", "Scores that changed an entry. Boards the policy does not name count as other.", ["board"]);

    private readonly Gauge _players = metrics.CreateGauge(
        "leaderboard_players", "Players ranked in the running period. Boards the policy does not name count as other, added up.", ["board", "window"]);

    private readonly Counter _refused = metrics.CreateCounter(
        "leaderboard_refused_scores_total", "Scores left out because their board is not named and there were as many boards as the policy allows.");

    private readonly Counter _damaged = metrics.CreateCounter(
        "leaderboard_damaged_ranks_total", "Rankings in Redis of which a part was gone, and which were rebuilt from the database.");

    private readonly Gauge _overdue = metrics.CreateGauge(
        "leaderboard_rollover_overdue_seconds", "For how long what is longest due to be closed has waited for it; 0 when nothing is due.");

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
        LeaderboardPolicy rules = policy.Current;
        foreach (IGrouping<string, long> updates in counts.Updates.GroupBy(board => Label(rules, board.Key), board => board.Value))
            _updates.WithLabels(updates.Key).IncTo(updates.Sum());
        _refused.IncTo(counts.Refused);
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
        _overdue.Set(OverdueTicks(catalogue, rules) / (double)TimeSpan.TicksPerSecond);
        var players = new Dictionary<(string Board, WindowKind Window), int>();
        foreach (SharedBoard board in catalogue.InOrder)
        {
            BoardRules own = board.Rules(rules);
            foreach (var track in board.Tracks.Where(track => own.Windows[(int)track.Window]))
            {
                track.At(own, clock.Now(), out StoredPeriod? open);
                (string, WindowKind) label = (Label(rules, board.Name), track.Window);
                players[label] = players.GetValueOrDefault(label) + (open is null ? 0 : await ranks.CountAsync(open));
            }
        }

        foreach (((string label, WindowKind window), int count) in players)
            _players.WithLabels(label, WindowKinds.Name(window)).Set(count);
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

    private static string Label(LeaderboardPolicy rules, string board) => rules.Boards.ContainsKey(board) ? board : Other;
}
