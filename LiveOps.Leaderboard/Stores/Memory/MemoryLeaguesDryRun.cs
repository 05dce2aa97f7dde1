using LiveOps.Core.Problems;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Leagues;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.State;
using LiveOps.ServiceDefaults.Policies.DryRuns;

namespace LiveOps.Leaderboard.Stores.Memory;

/// <summary>Tries other leagues on the seasons that run: whose zone would be another. A cohort at a time under the gate.</summary>
internal sealed class MemoryLeaguesDryRun(LeaderboardState state) : IPolicyDryRun<LeaguesPolicy>
{
    /// <inheritdoc/>
    public async Task<Problem?> TryAsync(LeaguesPolicy policy, DryRun run)
    {
        string[] names;
        lock (state.Gate)
            names = [.. state.Leagues.All.Where(league => league.Rules is not null).Select(league => league.Name)];
        foreach (string name in names)
        {
            for (int cohort = 0; !run.IsOver() && Try(name, cohort, policy.Leagues.GetValueOrDefault(name), run); cohort++)
                await run.BreatheAsync();
        }

        return null;
    }

    // False when there is no such cohort.
    private bool Try(string name, int at, LeagueRules? then, DryRun run)
    {
        lock (state.Gate)
        {
            if (state.Leagues.Find(name) is not { Open.Count: > 0 } league || at >= league.Open[0].Cohorts.Count)
                return false;
            LeagueRules now = league.Rules!;
            Cohort cohort = league.Open[0].Cohorts[at];
            Track? track = Lookup.FindBoard(state, now.Board, out Board board) is null ? board.Tracks[(int)now.Window] : null;
            List<(long Key, long Time, int Player)> rows = CohortTable.Of(cohort, track?.Open.Find(open => open.Period.Name == league.Open[0].Period));
            bool isPlayed = then is not null && then.Board == now.Board && then.Window == now.Window;
            for (int i = 0; i < rows.Count; i++)
            {
                LeagueZone before = Zones.Of(now, cohort.Division, i + 1, rows.Count);
                LeagueZone? after = isPlayed ? Zones.Of(then!, cohort.Division, i + 1, rows.Count) : null;
                ZoneChanges.Note(run.Change("zone", name), state.Players.Text(rows[i].Player), before, after);
            }

            return true;
        }
    }
}
