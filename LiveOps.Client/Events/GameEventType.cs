namespace LiveOps.Client.Events;

/// <summary>What may happen to a player.</summary>
public enum GameEventType
{
    /// <summary><c>xp_gained</c>.</summary>
    XpGained = 1,

    /// <summary><c>boss_killed</c>.</summary>
    BossKilled,

    /// <summary><c>item_acquired</c>.</summary>
    ItemAcquired,

    /// <summary><c>score_submitted</c>.</summary>
    ScoreSubmitted,

    /// <summary><c>counter_added</c>.</summary>
    CounterAdded,
}
