using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores.Cluster.Cataloguing;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Leaderboard.Stores.Cluster.Closing;

/// <summary>The statements of rewards by rank: what is due stands there with the closing, and who earned it with the archive, so both are once.</summary>
internal static class RewardSteps
{
    /// <summary>What the best of periods that close earn.</summary>
    public static (string, SqlInput) Due(IEnumerable<StoredPeriod> periods, Func<StoredPeriod, LeaderboardPolicy> policy, long now)
    {
        (StoredPeriod Period, RankReward Reward, string Name)[] due =
            [.. from period in periods from reward in PeriodRewards.Of(policy(period).RulesOf(period.Board.Name), period.Board.Name, period.Window, period.Period.Name) select (period, reward.Ranks, reward.Name)];
        return ("rewards_due_add", SqlBatch.Many(due, (json, one) =>
        {
            json.WriteNumber("p", one.Period.Id);
            json.WriteString("r", one.Name);
            json.WriteNumber("f", one.Reward.First);
            json.WriteNumber("l", one.Reward.Last);
            json.WriteNumber("a", now);
        }));
    }

    /// <summary>Who earned it, once the period is archived.</summary>
    public static (string, SqlInput)[] Earn(int period) => [("rewards_earn", Json.Period(period)), ("rewards_due_forget", Json.Period(period))];
}
