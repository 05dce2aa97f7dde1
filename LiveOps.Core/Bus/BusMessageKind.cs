namespace LiveOps.Core.Bus;

/// <summary>What a <see cref="BusMessage"/> carries. The numbers are written to journals and buses: never reuse one.</summary>
public enum BusMessageKind : byte
{
    /// <summary>An <see cref="Events.EventBatch"/>.</summary>
    Events = 1,

    /// <summary>A player was erased: the payload is the player's id in UTF-8. Every service forgets what it knows of them.</summary>
    PlayerErased = 2,

    /// <summary>The leaderboard says which way boards count: a <see cref="Boards.BoardOrders"/>.</summary>
    BoardOrders = 3,

    /// <summary>Fairness says that a player is blocked, or is no more: a <see cref="Verdicts.PlayerBlock"/>.</summary>
    PlayerBlock = 4,

    /// <summary>The leaderboard says that players earned a reward by their rank: <see cref="Rewards.RankRewards"/>.</summary>
    Rewards = 5,

    /// <summary>A service says what has happened that others may want to know: a <see cref="Notices.NoticeBatch"/>.</summary>
    Notices = 6,

    /// <summary>The leaderboard says what live events multiply, and when: a <see cref="Core.LiveEvents.EventMultipliers"/>.</summary>
    LiveEvents = 7,

    /// <summary>The gateway says which notices anybody wants: a <see cref="Notices.NoticesWanted"/>.</summary>
    NoticesWanted = 8,
}
