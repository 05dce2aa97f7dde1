using System.Text;
using LiveOps.Progression.Grants;
using LiveOps.Progression.Players;
using LiveOps.Progression.Rules;

namespace LiveOps.Progression.State;

/// <summary>
/// What a grant does to its player: what events of the same amounts would, levels, caps and rewards by rule included. What is taken away ends at 0, but for counters, which go below it; a level falls
/// with the XP; rewards that were granted stay.
/// </summary>
internal static class GrantFold
{
    /// <summary>Gives it.</summary>
    /// <param name="players">Where the player is kept.</param>
    /// <param name="book">The rules in force.</param>
    /// <param name="edition">Which rules these are.</param>
    /// <param name="number">The player.</param>
    /// <param name="grant">What is granted.</param>
    /// <param name="at">When: Unix ticks.</param>
    /// <returns>What came of the amounts, XP first, then each item, then each counter; null where it is what was asked for.</returns>
    public static long[]? Apply(PlayerTable players, RuleBook book, int edition, int number, GrantContent grant, long at)
    {
        EventFold.Begin(players, book, edition, number, at);
        long[] applied = new long[1 + grant.Items.Count + grant.Counters.Count];
        applied[0] = GiveXp(players, book, number, grant.Xp, at);
        bool asAsked = applied[0] == grant.Xp;
        for (int i = 0; i < grant.Items.Count; i++)
        {
            (string item, long quantity) = grant.Items[i];
            applied[i + 1] = GiveItem(players, book, number, Encoding.ASCII.GetBytes(item), quantity, at);
            asAsked &= applied[i + 1] == quantity;
        }

        for (int i = 0; i < grant.Counters.Count; i++)
        {
            (string counter, long amount) = grant.Counters[i];
            ref long given = ref applied[1 + grant.Items.Count + i];
            given = EventFold.Count(players, book, number, Encoding.ASCII.GetBytes(counter), amount, at);
            asAsked &= given == amount;
        }

        if (grant.Reward is not null)
            RewardJudge.Grant(players, number, Encoding.ASCII.GetBytes(grant.Reward), at);
        return asAsked ? null : applied;
    }

    private static long GiveXp(PlayerTable players, RuleBook book, int number, long amount, long at)
    {
        long before = players[number].Xp;
        if (amount >= 0)
        {
            EventFold.GainXp(players, book, number, amount, at);
        }
        else
        {
            players[number].Xp = Math.Max(0, before + amount);
            players[number].Level = book.Rules.Levels.LevelAt(players[number].Xp);
        }

        return players[number].Xp - before;
    }

    private static long GiveItem(PlayerTable players, RuleBook book, int number, byte[] item, long quantity, long at)
    {
        long before = CountOf(players, number, item);
        if (quantity > 0)
            EventFold.Acquire(players, book, number, item, quantity, at);
        else if (before > 0)
            players.Tallies.Of(players[number].Items)[players.IndexOf(players[number].Items, players.ItemNames.Find(item))].Count = Math.Max(0, before + quantity);
        return CountOf(players, number, item) - before;
    }

    private static long CountOf(PlayerTable players, int number, byte[] item) =>
        players.ItemNames.Find(item) is >= 0 and var name ? players.CountOf(players[number].Items, name) : 0;
}
