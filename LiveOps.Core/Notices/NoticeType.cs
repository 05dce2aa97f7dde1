namespace LiveOps.Core.Notices;

/// <summary>What a notice tells. The numbers are written to journals and buses: never reuse one. A new type is a line here and one in <see cref="NoticeTypes"/>.</summary>
public enum NoticeType : byte
{
    /// <summary>A player has come to a higher level.</summary>
    LevelReached = 0,

    /// <summary>A player was granted a reward.</summary>
    RewardGranted = 1,

    /// <summary>A player has claimed a reward.</summary>
    RewardClaimed = 2,

    /// <summary>A rule of Fairness has flagged a player.</summary>
    PlayerFlagged = 3,

    /// <summary>A player was blocked, by a rule or by an operator.</summary>
    PlayerBlocked = 4,

    /// <summary>A period of a board has closed.</summary>
    PeriodClosed = 5,

    /// <summary>A player has moved to another division.</summary>
    LeagueMoved = 6,

    /// <summary>A live event has opened.</summary>
    LiveEventOpened = 7,

    /// <summary>A live event has closed.</summary>
    LiveEventClosed = 8,

    /// <summary>A document of live operations has a new version, or one was called off.</summary>
    PolicyChanged = 9,

    /// <summary>An operator has given a player something, or taken it away.</summary>
    PlayerGranted = 10,

    /// <summary>No notice, and told to nobody outside: what its source has told of the player so far is to be forgotten, since they were erased.</summary>
    PlayerForgotten = 255,
}
