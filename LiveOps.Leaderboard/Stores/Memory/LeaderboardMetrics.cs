using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.State;
using Prometheus;

namespace LiveOps.Leaderboard.Stores.Memory;

/// <summary>
/// The service's metrics, brought up to date before each scrape from counts the state keeps anyway, so that applying a score touches
/// none. Boards that the policy names go by their name, all others together as <c>other</c>: no sender can make a time series.
/// </summary>
internal sealed class LeaderboardMetrics(LeaderboardState state, TimeProvider clock, CollectorRegistry registry, IMetricFactory metrics)
    : IHostedService
{
    private const string Other = "other";

    private readonly Counter _updates = metrics.CreateCounter(
        "leaderboard_updates_total", "Scores that changed an entry. Boards the policy does not name count as other.", ["board"]);

    private readonly Gauge _players = metrics.CreateGauge(
        "leaderboard_players", "Players ranked in the running period. Boards the policy does not name count as other, added up.", ["board", "window"]);

    private readonly Counter _refused = metrics.CreateCounter(
        "leaderboard_refused_scores_total", "Scores left out because their board is not named and there were as many boards as the policy allows.");

    private readonly Gauge _overdue = metrics.CreateGauge(
        "leaderboard_rollover_overdue_seconds", "For how long what is longest due to be closed has waited for it; 0 when nothing is due.");

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
            _refused.IncTo(state.Refused);
            updates[Other] = state.DroppedUpdates;
            foreach (Board board in state.Boards)
            {
                string label = state.Policy.Boards.ContainsKey(board.Name) ? board.Name : Other;
                updates[label] = updates.GetValueOrDefault(label) + board.Updates;
                foreach (Track track in board.Tracks)
                {
                    if (!board.Rules.Windows[(int)track.Window])
                        continue;
                    track.At(board.Rules, clock.Now(), out OpenPeriod? open);
                    players[(label, track.Window)] = players.GetValueOrDefault((label, track.Window)) + (open?.Total ?? 0);
                }
            }
        }

        _overdue.Set(Math.Max(0, clock.Now() - state.NextDue) / (double)TimeSpan.TicksPerSecond);
        foreach ((string label, long count) in updates)
            _updates.WithLabels(label).IncTo(count);
        foreach (((string label, WindowKind window), int count) in players)
            _players.WithLabels(label, WindowKinds.Name(window)).Set(count);
    }
}
