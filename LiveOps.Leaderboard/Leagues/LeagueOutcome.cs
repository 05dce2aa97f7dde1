using LiveOps.Core.Rewards;

namespace LiveOps.Leaderboard.Leagues;

/// <summary>What becomes of a season's players.</summary>
/// <param name="Divisions">Of whoever is above the lowest: their division after it.</param>
/// <param name="Season">The season as it is remembered.</param>
/// <param name="Earned">What they earned.</param>
/// <param name="Moves">Who moved, where anybody wants to know.</param>
/// <param name="Next">The next season with those who waited in their cohorts; null when none waits.</param>
/// <param name="LastNumber">The number that a cohort was given last.</param>
/// <param name="Present">Of a period that goes on: who scored in it by now; else null.</param>
internal sealed record LeagueOutcome(Dictionary<int, byte> Divisions, PastSeason Season, IReadOnlyList<RankRewards> Earned, IReadOnlyList<LeagueMove> Moves, LeagueSeason? Next, long LastNumber, HashSet<int>? Present);
