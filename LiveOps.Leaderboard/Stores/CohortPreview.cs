using LiveOps.Leaderboard.Leagues;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Stores;

/// <summary>Whoever of a cohort would move or earn something.</summary>
/// <param name="Cohort">Its number.</param>
/// <param name="Division">Its division.</param>
/// <param name="Size">How many are ranked in it.</param>
/// <param name="Rows">Best first.</param>
internal sealed record CohortPreview(long Cohort, string Division, int Size, IReadOnlyList<PreviewRow> Rows)
{
    /// <param name="rules">The league's.</param>
    /// <param name="cohort">The cohort's number.</param>
    /// <param name="division">Its division, from 0.</param>
    /// <param name="table">All who are ranked in it, best first.</param>
    public static CohortPreview Of(LeagueRules rules, long cohort, int division, IReadOnlyList<CohortRow> table)
    {
        var rows = new List<PreviewRow>();
        foreach (CohortRow row in table)
        {
            RankOutcome outcome = RankOutcome.Of(rules, division, row.Rank, table.Count);
            string[] rewards = [.. rules.Rewards.Where(reward => reward.IsOf(row.Rank)).Select(reward => reward.Reward)];
            if (outcome.Zone != LeagueZone.Stay || rewards.Length > 0)
                rows.Add(new PreviewRow(row, rules.Divisions[outcome.Division], rewards));
        }

        return new CohortPreview(cohort, rules.Divisions[division], table.Count, rows);
    }
}

/// <summary>What would become of one of them.</summary>
/// <param name="Row">Their row in the cohort's table.</param>
/// <param name="To">The division that they would be in.</param>
/// <param name="Rewards">What they would earn, as the document calls it.</param>
internal sealed record PreviewRow(CohortRow Row, string To, IReadOnlyList<string> Rewards);
