using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Leagues;

/// <summary>
/// Which rank of a cohort is in which zone: the first <c>promote</c> are promoted, but in the highest division, and never relegated; the last <c>relegate</c> are relegated, but in the lowest.
/// Where a cohort is too small for both, promotion comes first.
/// </summary>
internal static class Zones
{
    /// <param name="rules">The league's.</param>
    /// <param name="division">The cohort's, from 0.</param>
    /// <param name="rank">From 1.</param>
    /// <param name="size">How many are ranked.</param>
    public static LeagueZone Of(LeagueRules rules, int division, int rank, int size)
    {
        if (rank <= rules.Promote)
            return division < rules.Divisions.Count - 1 ? LeagueZone.Promotion : LeagueZone.Stay;
        return rank > size - rules.Relegate && division > 0 ? LeagueZone.Relegation : LeagueZone.Stay;
    }

    /// <summary>As answers call it.</summary>
    public static string Name(LeagueZone zone) => zone switch
    {
        LeagueZone.Promotion => "promotion",
        LeagueZone.Relegation => "relegation",
        _ => "stay",
    };
}
