using LiveOps.Leaderboard.Leagues;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Stores;

/// <summary>
/// Counts, cohort by cohort, how many of each division would move and earn: it takes no more than how many are ranked in each. Most cohorts have the same size, so what becomes of a size is found
/// out once.
/// </summary>
internal sealed class PreviewCounts(LeagueRules rules)
{
    private readonly DivisionPreview[] _divisions = [.. rules.Divisions.Select(division => new DivisionPreview(division, 0, 0, 0, 0, 0))];
    private readonly Dictionary<(int Division, int Size), (int Promoted, int Relegated)> _moves = [];
    private readonly List<int> _rewarded = [0]; // by size

    /// <summary>What was counted, the lowest division first.</summary>
    public IReadOnlyList<DivisionPreview> Divisions => _divisions;

    /// <summary>Counts a cohort.</summary>
    /// <param name="division">Its division, from 0.</param>
    /// <param name="size">How many are ranked in it.</param>
    public void Add(int division, int size)
    {
        if (!_moves.TryGetValue((division, size), out (int Promoted, int Relegated) moves))
            _moves.Add((division, size), moves = Moves(division, size));
        while (_rewarded.Count <= size)
            _rewarded.Add(_rewarded[^1] + (IsRewarded(_rewarded.Count) ? 1 : 0));
        DivisionPreview before = _divisions[division];
        _divisions[division] = new DivisionPreview(
            before.Division, before.Cohorts + 1, before.Players + size, before.Promoted + moves.Promoted, before.Relegated + moves.Relegated, before.Rewarded + _rewarded[size]);
    }

    private (int Promoted, int Relegated) Moves(int division, int size)
    {
        int promoted = 0, relegated = 0;
        for (int rank = 1; rank <= size; rank++)
        {
            LeagueZone zone = RankOutcome.Of(rules, division, rank, size).Zone;
            promoted += zone == LeagueZone.Promotion ? 1 : 0;
            relegated += zone == LeagueZone.Relegation ? 1 : 0;
        }

        return (promoted, relegated);
    }

    private bool IsRewarded(int rank) => rules.Rewards.Any(reward => reward.IsOf(rank));
}
