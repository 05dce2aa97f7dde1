using LiveOps.Leaderboard.Leagues;
using LiveOps.ServiceDefaults.Policies.DryRuns;

namespace LiveOps.Leaderboard.Stores;

/// <summary>Notes for a dry run whose zone would be another.</summary>
internal static class ZoneChanges
{
    /// <summary>Notes a player's zone before and after; null where they would play no more.</summary>
    public static void Note(DryRunChange change, string player, LeagueZone before, LeagueZone? after)
    {
        if (before == after)
            change.Keep();
        else if (after is { } other && Height(other) > Height(before))
            change.Gain(DryRunCase.OfPlayer(player, Zones.Name(before), Zones.Name(other)));
        else
            change.Lose(DryRunCase.OfPlayer(player, Zones.Name(before), after is { } lower ? Zones.Name(lower) : null));
    }

    private static int Height(LeagueZone zone) => zone switch
    {
        LeagueZone.Promotion => 2,
        LeagueZone.Relegation => 0,
        _ => 1,
    };
}
