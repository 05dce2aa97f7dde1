using LiveOps.Dashboards.Model;

namespace LiveOps.Dashboards.Contents;

/// <summary>What the game's own people look at: what is played, on which boards, and who cheats.</summary>
internal static class LiveOperations
{
    public static Dashboard Make() => new(
        "live-operations", "Live operations", "What is played, on which boards, what is rewarded, and what is refused as cheating.",
        Events(), Boards(), Leagues(), Cheats(), Documents());

    private static Row Events() => new(
        "What is played?",
        new Panel("Events by type", Units.PerSecond, "many-events-refused", "Accepted ones.",
            Query.Metrics("sum by (type) (rate(events_received_total{job=\"gateway\",outcome=\"accepted\"}[$__rate_interval]))", "{{type}}"))
        { Kind = PanelKind.Stack },
        new Panel("Events, against last week", Units.PerSecond, "many-events-refused", "An event that was announced shows as a difference; so does a release that broke something.",
            Query.Metrics("gateway:events_accepted:rate5m", "now"),
            Query.Metrics("gateway:events_accepted:rate5m offset 1w", "a week ago")),
        new Panel("Rewards claimed", Units.PerSecond, "service-errors", "Receipts issued, each once.",
            Query.Metrics("progression:receipts_issued:rate5m", "receipts")));

    private static Row Boards() => new(
        "Boards",
        new Panel("Players on boards", Units.Count, "boards-full", "In the running period, by board and window. At a rollover it falls to nothing and grows again.",
            Query.Metrics("max by (board, window) (leaderboard_players{job=\"leaderboard\"})", "{{board}} {{window}}")),
        new Panel("Scores that changed an entry", Units.PerSecond, "bus-lag", "By board; past a hundred boards the further ones are other.",
            Query.Metrics("sum by (board) (rate(leaderboard_updates_total{job=\"leaderboard\"}[$__rate_interval]))", "{{board}}"))
        { Kind = PanelKind.Stack },
        new Panel("Periods that wait to be closed", Units.Seconds, "rollover-overdue", "Until it is closed a period has no final ranks and no champions.",
            Query.Metrics("max(leaderboard_rollover_overdue_seconds{job=\"leaderboard\"})", "overdue"))
        { Limit = 300 });

    private static Row Leagues() => new(
        "Leagues",
        new Panel("Players in leagues", Units.Count, "rollover-overdue", "In cohorts of the running season, by league and division. A season begins empty: with their first score players come in.",
            Query.Metrics("max by (league, division) (leaderboard_league_players{job=\"leaderboard\"})", "{{league}} {{division}}"))
        { Kind = PanelKind.Stack },
        new Panel("Tables", Units.Count, "rollover-overdue", "Cohorts of the running season, by league.",
            Query.Metrics("max by (league) (leaderboard_league_cohorts{job=\"leaderboard\"})", "{{league}}")),
        new Panel("Promoted, relegated, fallen", Units.Count, "rollover-overdue", "Within the hour: at a season's close, each once. A close that moves nobody in a league that is played is worth a look at its history.",
            Query.Metrics("sum by (league, change) (increase(leaderboard_league_moves_total{job=\"leaderboard\"}[1h]))", "{{league}} {{change}}"))
        { Kind = PanelKind.Stack });

    private static Row Cheats() => new(
        "Cheats",
        new Panel("Events refused", Units.PerSecond, "many-events-refused", "Too fast, not plausible, of a blocked player.",
            Query.Metrics("sum by (reason) (rate(dropped_events_total{job=\"fairness\"}[$__rate_interval]))", "{{reason}}"))
        { Kind = PanelKind.Stack },
        new Panel("Rules broken", Units.PerSecond, "many-events-refused", "By rule. A new cheat shows as one rule that grows; a change of the game that the rule does not know looks the same.",
            Query.Metrics("sum by (rule) (rate(anomaly_flags_total{job=\"fairness\"}[$__rate_interval]))", "{{rule}}"))
        { Kind = PanelKind.Stack },
        new Panel("Forged, stale and unknown requests", Units.Requests, "senders", "Requests whose signature does not hold, by problem.",
            Query.Metrics("sum by (problem) (rate(gateway_requests_refused_total{problem=~\"bad-signature|missing-signature|stale-timestamp|unknown-key|expired-key\"}[$__rate_interval]))", "{{problem}}"))
        { Kind = PanelKind.Stack });

    private static Row Documents() => new(
        "Policies",
        new Panel("Policy files refused", Units.Count, "policy-refused", "Within the hour, by policy; the last good version runs on.",
            Query.Metrics("sum by (policy) (increase(policy_refusals_total[1h]))", "{{policy}}"))
        { Limit = 1 },
        new Panel("Scores left out for want of room", Units.PerSecond, "boards-full", "There are as many boards as maxBoards allows.",
            Query.Metrics("sum(rate(leaderboard_refused_scores_total{job=\"leaderboard\"}[$__rate_interval]))", "left out")),
        new Panel("What was said of policies", Units.Text, "policy-refused", "Files and documents that were taken up or refused, with the reason.",
            Query.Logs("{service_name=~\"gateway|fairness|progression|leaderboard\"} | json | logger=~\"LiveOps.*Polic.*\""))
        { Kind = PanelKind.Logs });
}
