namespace LiveOps.Leaderboard.Policies;

/// <summary>What a further score does to the one a player has.</summary>
internal enum ScoreOperator : byte
{
    /// <summary>The better one stays.</summary>
    Best,

    /// <summary>The later accepted one stays.</summary>
    Last,

    /// <summary>They add up, and stop at ±2^53: beyond it JSON numbers are no longer exact.</summary>
    Sum,
}
