using LiveOps.Fairness.Conduct;
using LiveOps.Fairness.Policies;
using LiveOps.Fairness.Standings;

namespace LiveOps.Fairness.Players;

/// <summary>
/// One of <see cref="Count"/> parts of the players, with its own lock, held for one event at a time: verdicts for different players
/// hardly ever wait for each other, nor for learning.
/// </summary>
internal sealed class Shard
{
    /// <summary>How many shards there are; the sweep takes one at a time.</summary>
    public const int Count = 64;

    /// <summary>Past so many flagged players (in all shards), flags that count towards nothing any more are forgotten at once.</summary>
    public const int MaxFlagged = 100_000;

    /// <summary>Guards everything here.</summary>
    public Lock Gate { get; } = new();

    public PlayerTable Players { get; } = new();

    public ScoreHistories Scores { get; } = new();

    public GainWindows Gains { get; } = new();

    /// <summary>Players who were flagged or blocked: few.</summary>
    public Dictionary<UInt128, PlayerRecord> Records { get; } = [];

    /// <summary>The shard of a player.</summary>
    public static int Of(UInt128 id) => (int)((ulong)(id >> 64) % Count);

    /// <summary>The player's number, a slot being made for somebody new.</summary>
    public int Enter(UInt128 id)
    {
        int number = Players.GetOrAdd(id, out bool added);
        if (added)
            Welcome(id, number);
        return number;
    }

    /// <summary>The player's record, made when there is none.</summary>
    public PlayerRecord Record(UInt128 id)
    {
        if (!Records.TryGetValue(id, out PlayerRecord? record))
        {
            Records.Add(id, record = new PlayerRecord());
            int number = Players.Find(id);
            if (number >= 0)
                Players[number].Recorded = true;
        }

        return record;
    }

    /// <summary>Drops a record.</summary>
    public void DropRecord(UInt128 id)
    {
        Records.Remove(id);
        int number = Players.Find(id);
        if (number >= 0)
            Players[number].Recorded = false;
    }

    /// <summary>Forgets what was learned of a player, not their record.</summary>
    public void ForgetPlayer(int number)
    {
        Scores.Free(ref Players[number].Scores);
        Players.Remove(number);
    }

    /// <summary>
    /// Forgets who was idle for long (docs/fairness.md, "Forgetting"): what was learned of players, and records that neither sanction
    /// anybody nor count towards a sanction. What is durable is forgotten by the journal's time and content alone.
    /// </summary>
    /// <param name="now">The journal's time: Unix ticks.</param>
    /// <param name="policy">Says how long is too long.</param>
    public void Sweep(long now, FairnessPolicy policy)
    {
        int learned = 0, flagged = 0;
        for (int number = 0; number < Players.End; number++)
            learned += Players[number].LearnedAt != 0 ? 1 : 0;
        foreach (PlayerRecord record in Records.Values)
            flagged += record.Durable.IsEmpty ? 0 : 1;

        long idle = learned > policy.MaxPlayers / Count ? Math.Min(policy.ForgetAfter, TimeSpan.TicksPerHour) : policy.ForgetAfter;
        for (int number = 0; number < Players.End; number++)
        {
            ref PlayerSlot slot = ref Players[number];
            if (slot.Used && (slot.LearnedAt != 0 ? now - slot.LearnedAt * TimeSpan.TicksPerSecond > idle : now - slot.Arrival > TimeSpan.TicksPerHour))
                ForgetPlayer(number);
        }

        long spent = flagged > MaxFlagged / Count ? policy.LongestWindow : policy.ForgetAfter;
        foreach ((UInt128 id, PlayerRecord record) in Records)
        {
            if (record.Durable.IsSpent(now, spent))
                record.Durable.Clear();
            if (record.Durable.IsEmpty && record.Live.IsSpent(now, spent))
                DropRecord(id); // a dictionary may lose entries while it is walked
        }
    }

    private void Welcome(UInt128 id, int number)
    {
        Players[number].Recorded = Records.ContainsKey(id);
        Gains.Of(number).Clear();
    }
}
