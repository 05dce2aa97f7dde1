using LiveOps.Dashboards.Model;

namespace LiveOps.Dashboards.Contents;

/// <summary>Every dashboard there is.</summary>
internal static class AllDashboards
{
    /// <summary>Makes them.</summary>
    public static Dashboard[] Make() =>
    [
        Overview.Make(), Gateway.Make(), Fairness.Make(), Progression.Make(), Leaderboard.Make(),
        BusAndExactlyOnce.Make(), LiveOperations.Make(), OnPremisesMySql.Make(), Objectives.Make(), EmbeddedSystem.Make(),
    ];
}
