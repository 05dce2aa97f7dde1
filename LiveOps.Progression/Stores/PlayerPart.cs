namespace LiveOps.Progression.Stores;

/// <summary>What is asked of a player.</summary>
internal enum PlayerPart
{
    /// <summary>Level, XP, kills and items.</summary>
    Progress,

    /// <summary>The rewards granted.</summary>
    Rewards,

    /// <summary>All of it, receipts included.</summary>
    Export,
}
