using LiveOps.Core.Events;
using LiveOps.Core.LiveEvents;
using LiveOps.Progression.Players;
using LiveOps.Progression.Rules;

namespace LiveOps.Progression.State;

/// <summary>
/// What one event does to its player. Sums and caps do not depend on the order of events, so neither does what comes out, except when
/// limits on names are reached, or a counter that goes down as well has a cap or a reward.
/// </summary>
internal static class EventFold
{
    /// <param name="players">Where the player is kept.</param>
    /// <param name="book">The rules in force.</param>
    /// <param name="edition">Which rules these are: a player last judged under others is judged anew.</param>
    /// <param name="e">The event; its id was not applied before.</param>
    /// <param name="multipliers">What live events multiply, and when. Caps and limits are of what it comes to.</param>
    public static void Apply(PlayerTable players, RuleBook book, int edition, in GameEvent e, EventMultipliers multipliers)
    {
        int number = players.GetOrAdd(e.PlayerId);
        Begin(players, book, edition, number, e.AcceptedAt);
        switch (e.Type)
        {
            case EventType.XpGained:
                GainXp(players, book, number, multipliers.Apply(e.Type, e.AcceptedAt, e.Value), e.AcceptedAt);
                break;
            case EventType.BossKilled:
                Kill(players, book, number, e, multipliers);
                break;
            case EventType.ItemAcquired:
                Acquire(players, book, number, e.Subject, multipliers.Apply(e.Type, e.AcceptedAt, e.Value), e.AcceptedAt);
                break;
            case EventType.CounterAdded:
                Count(players, book, number, e.Subject, multipliers.Apply(e.Type, e.AcceptedAt, e.Value), e.AcceptedAt);
                break;
        }
    }

    /// <summary>Something happens to a player: they are judged by the rules of the moment first.</summary>
    public static void Begin(PlayerTable players, RuleBook book, int edition, int number, long at)
    {
        ref Player player = ref players[number];
        player.UpdatedAt = Math.Max(player.UpdatedAt, at);
        if (player.JudgedUnder == edition)
            return;
        player.JudgedUnder = edition;
        player.Level = book.Rules.Levels.LevelAt(player.Xp);
        RewardJudge.JudgeAll(players, book, number, at);
    }

    /// <summary>Gives XP.</summary>
    public static void GainXp(PlayerTable players, RuleBook book, int number, long amount, long at)
    {
        if (amount <= 0)
            return;
        ref Player player = ref players[number];
        player.Xp = amount >= Player.MaxXp - player.Xp ? Player.MaxXp : player.Xp + amount;
        if (player.Xp < book.Rules.Levels.NextAt(player.Level))
            return;
        int before = player.Level;
        player.Level = book.Rules.Levels.LevelAt(player.Xp);
        players.TellLevel(number, before, at);
        RewardJudge.JudgeLevel(players, book, number, at);
    }

    private static void Kill(PlayerTable players, RuleBook book, int number, in GameEvent e, EventMultipliers multipliers)
    {
        ref Player player = ref players[number];
        if (player.Kills < int.MaxValue)
            player.Kills++;
        long xp = multipliers.Apply(e.Type, e.AcceptedAt, book.XpOf(players.BossNames.Find(e.Subject)));
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

    /// <summary>Gives items.</summary>
    public static void Acquire(PlayerTable players, RuleBook book, int number, ReadOnlySpan<byte> item, long quantity, long acceptedAt)
    {
        ref Player player = ref players[number];
        if (quantity <= 0 || !TryCount(players, players.ItemNames, book.Rules.ItemLimits, ref player.Items, item, out int at))
            return;
        ref Tally tally = ref players.Tallies.Of(player.Items)[at];
        long cap = book.CapOf(tally.Name);
        if (tally.Count >= cap)
            return; // a cap that was lowered takes nothing away
        long before = tally.Count;
        tally.Count = quantity >= cap - before ? cap : before + quantity;
        RewardJudge.JudgeItem(players, book, number, tally.Name, before, acceptedAt);
    }

    /// <summary>Counts: up to the counter's cap, and as far below 0 as numbers are exact; a cap that was lowered takes nothing away.</summary>
    /// <returns>What came of the amount.</returns>
    public static long Count(PlayerTable players, RuleBook book, int number, ReadOnlySpan<byte> counter, long amount, long acceptedAt)
    {
        ref Player player = ref players[number];
        if (amount == 0 || !TryCount(players, players.CounterNames, book.Rules.CounterLimits, ref player.Counters, counter, out int at))
            return 0;
        ref Tally tally = ref players.Tallies.Of(player.Counters)[at];
        long before = tally.Count, most = Math.Max(before, book.CapOfCounter(tally.Name));
        long after = tally.Count = Math.Clamp(before + amount, -Player.MaxCount, most);
        if (after > before)
            RewardJudge.JudgeCounter(players, book, number, tally.Name, before, acceptedAt);
        return after - before;
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
