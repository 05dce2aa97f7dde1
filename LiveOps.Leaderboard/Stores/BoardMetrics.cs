using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Policies;
using Prometheus;

namespace LiveOps.Leaderboard.Stores;

/// <summary>
/// The service's metrics, the same wherever boards are kept. Boards that the policy names go by their name, all others together as <c>other</c>: no sender
/// can make a time series.
/// </summary>
internal sealed class BoardMetrics(IMetricFactory metrics)
{
    /// <summary>What boards go by that the policy does not name.</summary>
    public const string Other = "other";

    private readonly Counter _updates = metrics.CreateCounter(
        "leaderboard_updates_total", "Scores that changed an entry. Boards the policy does not name count as other.", ["board"]);

    private readonly Gauge _players = metrics.CreateGauge(
        "leaderboard_players", "Players ranked in the running period. Boards the policy does not name count as other, added up.", ["board", "window"]);

    private readonly Gauge _overdue = metrics.CreateGauge(
        "leaderboard_rollover_overdue_seconds", "For how long what is longest due to be closed has waited for it; 0 when nothing is due.");

    /// <summary>Scores left out.</summary>
    public Counter Refused { get; } = metrics.CreateCounter(
        "leaderboard_refused_scores_total", "Scores left out because their board is not named and there were as many boards as the policy allows.");

    /// <summary>What a board goes by.</summary>
    public static string Label(LeaderboardPolicy rules, string board) => rules.Boards.ContainsKey(board) ? board : Other;

    /// <summary>Sets how many scores have changed an entry, by label.</summary>
    public void SetUpdates(IEnumerable<KeyValuePair<string, long>> updates)
    {
        foreach ((string label, long count) in updates)
            _updates.WithLabels(label).IncTo(count);
    }

    /// <summary>Sets how many players are ranked, by label and window.</summary>
    public void SetPlayers(Dictionary<(string Board, WindowKind Window), int> players)
    {
        foreach (((string label, WindowKind window), int count) in players)
            _players.WithLabels(label, WindowKinds.Name(window)).Set(count);
    }

    /// <summary>Sets for how long a period has waited to be closed, in ticks.</summary>
    public void SetOverdue(long ticks) => _overdue.Set(Math.Max(0, ticks) / (double)TimeSpan.TicksPerSecond);
}
