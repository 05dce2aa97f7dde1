namespace LiveOps.Leaderboard.State;

/// <summary>What the service asks of its own state. The numbers are written to the journal: never reuse one.</summary>
internal enum CommandKind : byte
{
    /// <summary>What holds while the document has neither file nor versions.</summary>
    Policy = 1,

    /// <summary>What is due by the command's time is closed.</summary>
    Rollover = 2,

    /// <summary>A player is hidden everywhere.</summary>
    Hide = 3,

    /// <summary>A hidden player is shown again.</summary>
    Show = 4,

    /// <summary>A player's score is removed from a window.</summary>
    Remove = 5,

    /// <summary>The running period of a window ends, whatever its calendar says.</summary>
    EndEarly = 6,

    /// <summary>A board is dropped with all it has.</summary>
    DropBoard = 7,

    /// <summary>The bus has been told what players earned, up to a number.</summary>
    RewardsTold = 8,

    /// <summary>From here on blocks end and periods close in the order of their times; see <see cref="LeaderboardState.HasBlocksInOrder"/>.</summary>
    BlocksInOrder = 9,

    /// <summary>Something about the document of the boards: a <see cref="Core.Policies.PolicyCommand"/>.</summary>
    Document = 16,

    /// <summary>What holds while the document of the leagues has neither file nor versions.</summary>
    LeaguesBase = 17,

    /// <summary>Something about the document of the leagues: a <see cref="Core.Policies.PolicyCommand"/>.</summary>
    Leagues = 18,

    /// <summary>What holds while the document of the live events has neither file nor versions.</summary>
    LiveEventsBase = 20,

    /// <summary>Something about the document of the live events: a <see cref="Core.Policies.PolicyCommand"/>.</summary>
    LiveEvents = 21,

    /// <summary>A player enters a live event.</summary>
    Enter = 22,

    /// <summary>Another command, or none, with what the audit has of it: a <see cref="Core.Audit.AuditedCommand"/>.</summary>
    Audited = 32,
}
