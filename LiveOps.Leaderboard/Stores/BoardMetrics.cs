using LiveOps.Core.Windows;
using Prometheus;

namespace LiveOps.Leaderboard.Stores;

/// <summary>
/// The service's metrics, the same wherever boards are kept. What boards go by is <see cref="BoardLabels"/>'. Of one that is dropped its scores stay counted, and no players are
/// shown any more.
/// </summary>
internal sealed class BoardMetrics(IMetricFactory metrics)
{
    private readonly Counter _updates = metrics.CreateCounter(
        "leaderboard_updates_total", "Scores that changed an entry. A hundred boards go by their name, those of the policy first; all further ones count as other.", ["board"]);

    private readonly Gauge _players = metrics.CreateGauge(
        "leaderboard_players", "Players ranked in the running period. A hundred boards go by their name, those of the policy first; all further ones count as other, added up.", ["board", "window"]);

    private readonly Gauge _overdue = metrics.CreateGauge(
        "leaderboard_rollover_overdue_seconds", "For how long what is longest due to be closed has waited for it; 0 when nothing is due.", new GaugeConfiguration { SuppressInitialValue = true });

    /// <summary>Scores left out.</summary>
    public Counter Refused { get; } = metrics.CreateCounter(
        "leaderboard_refused_scores_total", "Scores left out because their board is not named and there were as many boards as the policy allows.");

    /// <summary>Sets how many scores have changed an entry, by label.</summary>
    public void SetUpdates(IReadOnlyDictionary<string, long> updates)
    {
        foreach (string[] gone in _updates.GetAllLabelValues().Where(labels => !updates.ContainsKey(labels[0])))
            _updates.RemoveLabelled(gone);
        foreach ((string label, long count) in updates)
            _updates.WithLabels(label).IncTo(count);
    }

    /// <summary>Sets how many players are ranked, by label and window; none where that is not known.</summary>
    public void SetPlayers(Dictionary<(string Board, WindowKind Window), int> players)
    {
        HashSet<(string, string)> shown = [.. players.Keys.Select(key => (key.Board, WindowKinds.Name(key.Window)))];
        foreach (string[] gone in _players.GetAllLabelValues().Where(labels => !shown.Contains((labels[0], labels[1]))))
            _players.RemoveLabelled(gone);
        foreach (((string label, WindowKind window), int count) in players)
            _players.WithLabels(label, WindowKinds.Name(window)).Set(count);
    }

    /// <summary>Sets for how long a period has waited to be closed, in ticks; before it is known nothing is told.</summary>
    public void SetOverdue(long ticks) => _overdue.Set(Math.Max(0, ticks) / (double)TimeSpan.TicksPerSecond);
}
