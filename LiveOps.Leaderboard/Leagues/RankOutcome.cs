using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Leagues;

/// <summary>What becomes of whoever has a rank in a cohort when its season closes: told by one rule at the close in either store, and before it.</summary>
/// <param name="Zone">Whether they move.</param>
/// <param name="Division">The division that they are in then, from 0.</param>
internal readonly record struct RankOutcome(LeagueZone Zone, int Division)
{
    /// <param name="rules">The league's.</param>
    /// <param name="division">The cohort's, from 0.</param>
    /// <param name="rank">From 1.</param>
    /// <param name="size">How many are ranked.</param>
    public static RankOutcome Of(LeagueRules rules, int division, int rank, int size) => Zones.Of(rules, division, rank, size) switch
    {
        LeagueZone.Promotion => new RankOutcome(LeagueZone.Promotion, division + 1),
        LeagueZone.Relegation => new RankOutcome(LeagueZone.Relegation, division - 1),
        _ => new RankOutcome(LeagueZone.Stay, division),
    };

    /// <summary>As a notice calls the move; null for who stays.</summary>
    public string? Change => Zone switch
    {
        LeagueZone.Promotion => "promoted",
        LeagueZone.Relegation => "relegated",
        _ => null,
    };
}
