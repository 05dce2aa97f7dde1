using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.State;
using LiveOps.ServiceDefaults.Policies.Documents;

namespace LiveOps.Leaderboard.Stores.Memory;

/// <summary>What other leagues would do to the seasons that run, by the state.</summary>
internal sealed class MemoryLeagueEffects(LeaderboardState state) : IPolicyEffects<LeaguesPolicy>
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> TellAsync(LeaguesPolicy policy, long at, CancellationToken cancellation)
    {
        lock (state.Gate)
        {
            return new([
                .. state.Leagues.All.Where(league => league.Rules is not null).SelectMany(league => LeagueEffects.Of(
                    league.Name, (league.Board, league.Window, league.Divisions), league.Open.Select(season => (season.Period, season.CohortOf.Count)), policy.Leagues.GetValueOrDefault(league.Name))),
                .. policy.Leagues.SelectMany(league => LeagueEffects.Missing(league.Key, league.Value, Lookup.FindBoard(state, league.Value.Board, out _) is null, state.Policy)),
            ]);
        }
    }
}
