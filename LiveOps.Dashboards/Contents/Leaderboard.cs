using LiveOps.Dashboards.Model;

namespace LiveOps.Dashboards.Contents;

/// <summary>Whether ranks are fresh, pages fast, and periods closed on time.</summary>
internal static class Leaderboard
{
    public static Dashboard Make() => new(
        "leaderboard", "Leaderboard", "Whether ranks are fresh, pages fast, and periods closed on time.",
        Boards(),
        ServicePanels.Requests("leaderboard", "leaderboard-slow", "service-errors", 0.5),
        ServicePanels.Consumer("leaderboard"),
        ServicePanels.Stores("leaderboard"),
        ServicePanels.Process("leaderboard"),
        ServicePanels.LogsAndTraces("leaderboard", "leaderboard-slow"));

    private static Row Boards() => new(
        "Boards",
        new Panel("Scores that changed an entry", Units.PerSecond, "bus-lag", "By board; past a hundred boards the further ones are other.",
            Query.Metrics("sum by (board) (rate(leaderboard_updates_total{job=\"leaderboard\"}[$__rate_interval]))", "{{board}}"))
        { Kind = PanelKind.Stack },
        new Panel("Events into the ranks later than 5 s", Units.Share, "bus-lag", "The objective allows 1 %.",
            Query.Metrics("leaderboard:stale_events:ratio_rate5m", "late"))
        { Limit = 0.01 },
        new Panel("Periods that wait to be closed", Units.Seconds, "rollover-overdue", "For how long what is longest due has waited. From 300 s an alert fires.",
            Query.Metrics("max(leaderboard_rollover_overdue_seconds{job=\"leaderboard\"})", "overdue"))
        { Limit = 300 },
        new Panel("Scores left out", Units.PerSecond, "boards-full", "Because there are as many boards as the policy allows.",
            Query.Metrics("sum(rate(leaderboard_refused_scores_total{job=\"leaderboard\"}[$__rate_interval]))", "left out")),
        new Panel("Ranks rebuilt", Units.Count, "lost-redis", "Rankings that had lost a part in Redis, within the hour; in a cluster.",
            Query.Metrics("sum(increase(leaderboard_damaged_ranks_total{job=\"leaderboard\"}[1h]))", "rebuilt")),
        new Panel("Players ranked", Units.Count, "boards-full", "In the running periods, by board and window.",
            Query.Metrics("max by (board, window) (leaderboard_players{job=\"leaderboard\"})", "{{board}} {{window}}")));
}
