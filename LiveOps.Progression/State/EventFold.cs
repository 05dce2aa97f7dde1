using LiveOps.Core.Events;
using LiveOps.Progression.Players;
using LiveOps.Progression.Rules;

namespace LiveOps.Progression.State;

/// <summary>
/// What one event does to its player. Sums and caps do not depend on the order of events, so neither does what comes out, except when
/// limits on names are reached.
/// </summary>
internal static class EventFold
{
    /// <param name="players">Where the player is kept.</param>
    /// <param name="book">The rules in force.</param>
    /// <param name="edition">Which rules these are: a player last judged under others is judged anew.</param>
    /// <param name="e">The event; its id was not applied before.</param>
    public static void Apply(PlayerTable players, RuleBook book, int edition, in GameEvent e)
    {
        int number = players.GetOrAdd(e.PlayerId);
        ref Player player = ref players[number];
        player.UpdatedAt = Math.Max(player.UpdatedAt, e.AcceptedAt);
        if (player.JudgedUnder != edition)
        {
            player.JudgedUnder = edition;
            player.Level = book.Rules.Levels.LevelAt(player.Xp);
            RewardJudge.JudgeAll(players, book, number, e.AcceptedAt);
        }

        switch (e.Type)
        {
            case EventType.XpGained:
                GainXp(players, book, number, e.Value, e.AcceptedAt);
                break;
            case EventType.BossKilled:
                Kill(players, book, number, e);
                break;
            case EventType.ItemAcquired:
                Acquire(players, book, number, e);
                break;
        }
    }

    private static void GainXp(PlayerTable players, RuleBook book, int number, long amount, long at)
    {
        if (amount <= 0)
            return;
        ref Player player = ref players[number];
        player.Xp = amount >= Player.MaxXp - player.Xp ? Player.MaxXp : player.Xp + amount;
        if (player.Xp < book.Rules.Levels.NextAt(player.Level))
            return;
        player.Level = book.Rules.Levels.LevelAt(player.Xp);
        RewardJudge.JudgeLevel(players, book, number, at);
    }

    private static void Kill(PlayerTable players, RuleBook book, int number, in GameEvent e)
    {
        ref Player player = ref players[number];
        if (player.Kills < int.MaxValue)
            player.Kills++;
        long xp = book.XpOf(players.BossNames.Find(e.Subject));
        Tally boss = default;
        if (TryCount(players, players.BossNames, book.Rules.BossLimits, ref player.Bosses, e.Subject, out int at))
        {
            ref Tally tally = ref players.Tallies.Of(player.Bosses)[at];
            tally.Count = Math.Min(tally.Count + 1, Player.MaxCount);
            boss = tally;
        }

        GainXp(players, book, number, xp, e.AcceptedAt);
        RewardJudge.JudgeKill(players, book, number, boss, e.AcceptedAt);
    }

    private static void Acquire(PlayerTable players, RuleBook book, int number, in GameEvent e)
    {
        ref Player player = ref players[number];
        if (e.Value <= 0 || !TryCount(players, players.ItemNames, book.Rules.ItemLimits, ref player.Items, e.Subject, out int at))
            return;
        ref Tally tally = ref players.Tallies.Of(player.Items)[at];
        long cap = book.CapOf(tally.Name);
        if (tally.Count >= cap)
            return; // a cap that was lowered takes nothing away
        long before = tally.Count;
        tally.Count = e.Value >= cap - before ? cap : before + e.Value;
        RewardJudge.JudgeItem(players, book, number, tally.Name, before, e.AcceptedAt);
    }

    // The place of the name in the player's list, where it is put when it is new and within the limits.
    private static bool TryCount(PlayerTable players, NameTable names, NameLimits limits, ref ShortList list, ReadOnlySpan<byte> subject, out int at)
    {
        int name = names.Find(subject);
        at = name < 0 ? -1 : players.IndexOf(list, name);
        if (at >= 0)
            return true;
        if (list.Count >= limits.PerPlayer || (name = names.Use(subject, limits.Overall)) < 0)
            return false;
        players.Tallies.Add(ref list, new Tally { Name = name });
        at = list.Count - 1;
        return true;
    }
}
