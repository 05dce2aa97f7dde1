namespace LiveOps.Fairness.Standings;

/// <summary>What a block took the place of, for when it ends before its time.</summary>
/// <param name="Until">Until when another block held: Unix ticks; 0 for none.</param>
/// <param name="Reason">Why they were blocked or throttled; empty where they were neither.</param>
internal sealed record FormerBlock(long Until, string Reason);
