using LiveOps.Progression.Players;
using LiveOps.Progression.Rules;

namespace LiveOps.Progression.State;

/// <summary>What a reward by rank does to its player: they are granted it, by its name, once.</summary>
internal static class RankRewardFold
{
    /// <summary>Grants it; false when that changes nothing, because they have it, or as many as may be.</summary>
    /// <param name="players">Where the player is kept.</param>
    /// <param name="book">The rules in force.</param>
    /// <param name="edition">Which rules these are.</param>
    /// <param name="number">The player.</param>
    /// <param name="reward">Its name.</param>
    /// <param name="at">When it was earned: Unix ticks.</param>
    public static bool Apply(PlayerTable players, RuleBook book, int edition, int number, ReadOnlySpan<byte> reward, long at)
    {
        int known = players.RewardNames.Find(reward);
        if ((known >= 0 && players.IndexOfReward(number, known) >= 0) || players[number].Rewards.Count >= RewardJudge.MaxRewards)
            return false;
        EventFold.Begin(players, book, edition, number, at);
        RewardJudge.Grant(players, number, reward, at);
        return true;
    }
}
