namespace LiveOps.Fairness.Standings;

/// <summary>A step of the escalation: so many flags within a time lead to a sanction for a time.</summary>
/// <param name="Flags">How many flags; at most <see cref="Standing.MaxFlags"/>.</param>
/// <param name="Within">Ticks within which they were raised.</param>
/// <param name="Blocks">Whether it blocks; otherwise it throttles.</param>
/// <param name="For">Ticks for which it holds.</param>
internal sealed record EscalationStep(int Flags, long Within, bool Blocks, long For);
