using LiveOps.Progression.Players;
using LiveOps.Progression.Rules;

namespace LiveOps.Progression.State;

/// <summary>
/// Grants what a player has come to deserve. Conditions only look at where the player stands now, and what they count falls only where an operator takes something away, or is
/// looked at when it rises (counters), so it is enough to judge a reward when something it counts has risen, and every reward once when the rules have changed. What was granted
/// stays, also when what it counted falls.
/// </summary>
internal static class RewardJudge
{
    /// <summary>The most rewards of one player; further ones are not granted.</summary>
    public const int MaxRewards = 10_000;

    /// <summary>After the rules changed.</summary>
    public static void JudgeAll(PlayerTable players, RuleBook book, int number, long at) => Judge(players, book.All, number, at);

    /// <summary>After the level rose.</summary>
    public static void JudgeLevel(PlayerTable players, RuleBook book, int number, long at) => Judge(players, book.OnLevel, number, at);

    /// <summary>After there was more of an item than <paramref name="before"/>.</summary>
    public static void JudgeItem(PlayerTable players, RuleBook book, int number, int item, long before, long at)
    {
        foreach (CompiledReward reward in book.OnItem(item))
        {
            if (!reward.IsItemCountAlone || before < reward.Items[0].Count)
                Judge(players, reward, number, at);
        }
    }

    /// <summary>After a counter rose above <paramref name="before"/>.</summary>
    public static void JudgeCounter(PlayerTable players, RuleBook book, int number, int counter, long before, long at)
    {
        foreach (CompiledReward reward in book.OnCounter(counter))
        {
            if (!reward.IsCounterAlone || before < reward.Counters[0].Count)
                Judge(players, reward, number, at);
        }
    }

    /// <summary>After a kill; <paramref name="boss"/> is <c>default</c> when the boss is past the limit of names.</summary>
    public static void JudgeKill(PlayerTable players, RuleBook book, int number, Tally boss, long at)
    {
        foreach (CompiledReward reward in book.OnAnyKill)
            JudgeKill(players, reward, number, boss, at);
        if (boss.Count == 0)
            return;
        foreach (CompiledReward reward in book.OnKillOf(boss.Name))
        {
            if (!reward.IsPerBoss && reward.Kills == 0)
                JudgeKill(players, reward, number, boss, at);
        }
    }

    private static void JudgeKill(PlayerTable players, CompiledReward reward, int number, Tally boss, long at)
    {
        if (reward.IsTotalKillsAlone && players[number].Kills != reward.Kills)
            return;
        if (reward.IsKillCountAlone && boss.Count != (reward.IsPerBoss ? reward.KillsOfEach : reward.KillsOf[0].Count))
            return;
        if (reward.IsPerBoss && (reward.KillsOf.Length > 0 || reward.Kills > 0))
            JudgeEachBoss(players, reward, number, at); // this kill may be the one that rewards for other bosses waited for
        else if (reward.IsMet(players, players[number], boss))
            Grant(players, reward, number, boss, at);
    }

    private static void Judge(PlayerTable players, CompiledReward[] rewards, int number, long at)
    {
        foreach (CompiledReward reward in rewards)
            Judge(players, reward, number, at);
    }

    private static void Judge(PlayerTable players, CompiledReward reward, int number, long at)
    {
        if (reward.IsPerBoss)
            JudgeEachBoss(players, reward, number, at);
        else if (reward.IsMet(players, players[number], default))
            Grant(players, reward, number, default, at);
    }

    private static void JudgeEachBoss(PlayerTable players, CompiledReward reward, int number, long at)
    {
        foreach (Tally boss in players.Tallies.Of(players[number].Bosses))
        {
            if (reward.IsMet(players, players[number], boss))
                Grant(players, reward, number, boss, at);
        }
    }

    private static void Grant(PlayerTable players, CompiledReward reward, int number, Tally boss, long at)
    {
        Span<byte> name = stackalloc byte[RewardRule.MaxLength];
        reward.Before.CopyTo(name);
        int length = reward.Before.Length;
        if (reward.IsPerBoss)
        {
            ReadOnlySpan<byte> id = players.BossNames.Utf8(boss.Name);
            id.CopyTo(name[length..]);
            length += id.Length;
        }

        reward.After.CopyTo(name[length..]);
        length += reward.After.Length;
        Grant(players, number, name[..length], at);
    }

    /// <summary>Grants a reward by its name, unless the player has it, or as many as may be.</summary>
    public static void Grant(PlayerTable players, int number, ReadOnlySpan<byte> name, long at)
    {
        ref Player player = ref players[number];
        int known = players.RewardNames.Find(name);
        if ((known >= 0 && players.IndexOfReward(number, known) >= 0) || player.Rewards.Count >= MaxRewards)
            return;
        int reward = players.RewardNames.Use(name);
        players.Grants.Add(ref player.Rewards, new Grant { Reward = reward, Claim = Players.Grant.Unclaimed, At = at });
        players.TellReward(number, reward, at);
    }
}
