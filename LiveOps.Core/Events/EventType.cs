namespace LiveOps.Core.Events;

/// <summary>The kinds of events a game sends. The numbers are written to the journal and the bus: never reuse one.</summary>
public enum EventType : byte
{
    /// <summary><c>xp_gained {"amount"}</c></summary>
    XpGained = 1,

    /// <summary><c>boss_killed {"bossId"}</c></summary>
    BossKilled = 2,

    /// <summary><c>item_acquired {"itemId","quantity"}</c></summary>
    ItemAcquired = 3,

    /// <summary><c>score_submitted {"board","score"}</c></summary>
    ScoreSubmitted = 4,

    /// <summary><c>counter_added {"counter","amount"}</c>: a game's own statistic.</summary>
    CounterAdded = 5,
}
