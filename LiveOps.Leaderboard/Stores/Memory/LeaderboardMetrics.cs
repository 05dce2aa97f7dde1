using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Leagues;
using LiveOps.Leaderboard.State;
using Prometheus;

namespace LiveOps.Leaderboard.Stores.Memory;

/// <summary>
/// Brings the service's metrics up to date before each scrape from counts the state keeps anyway, so that applying a score touches none.
/// </summary>
internal sealed class LeaderboardMetrics(LeaderboardState state, TimeProvider clock, CollectorRegistry registry, IMetricFactory metrics)
    : IHostedService
{
    private readonly BoardMetrics _metrics = new(metrics);
    private readonly LeagueMetrics _leagues = new(metrics);
    private readonly BoardLabels _labels = new();

    /// <summary>Has the metrics brought up to date at every scrape, and counts from here on: what a replay applied was counted when it happened.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        state.StartCounting();
        registry.AddBeforeCollectCallback(Update);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Update()
    {
        var updates = new Dictionary<string, long>(StringComparer.Ordinal);
        var players = new Dictionary<(string Board, WindowKind Window), int>();
        lock (state.Gate)
        {
            _metrics.Refused.IncTo(state.Refused);
            _labels.See(state.Policy, state.Boards.Select(board => board.Name).Concat(state.DroppedUpdates.Keys));
            updates[BoardLabels.Other] = 0;
            foreach ((string board, long count) in state.DroppedUpdates)
                updates[_labels.For(board)] = updates.GetValueOrDefault(_labels.For(board)) + count;
            foreach (Board board in state.Boards)
            {
                string label = _labels.For(board.Name);
                updates[label] = updates.GetValueOrDefault(label) + board.Updates;
                foreach (Track track in board.Tracks)
                {
                    if (!board.Rules.Windows[(int)track.Window])
                        continue;
                    track.At(board.Rules, clock.Now(), out OpenPeriod? open);
                    players[(label, track.Window)] = players.GetValueOrDefault((label, track.Window)) + (open?.Total ?? 0);
                }
            }

            _leagues.Update(state.Leagues.All.Select(Counts));
        }

        _metrics.SetOverdue(clock.Now() - state.NextDue);
        _metrics.SetUpdates(updates);
        _metrics.SetPlayers(players);
    }

    private static LeagueCounts Counts(League league)
    {
        List<Cohort> running = league.Open.LastOrDefault(season => !season.IsWaiting)?.Cohorts ?? [];
        var players = new Dictionary<int, int>();
        foreach (Cohort cohort in running)
            players[cohort.Division] = players.GetValueOrDefault(cohort.Division) + cohort.Players.Count;
        return new LeagueCounts(league.Name, league.Rules is not null, league.Divisions, running.Count, players, league.Promoted, league.Relegated, league.Fallen);
    }
}
