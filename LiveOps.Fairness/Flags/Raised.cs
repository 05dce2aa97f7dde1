using LiveOps.Core.Audit;


namespace LiveOps.Fairness.Flags;

/// <summary>A flag that was raised.</summary>
/// <param name="Flag">The flag.</param>
/// <param name="Decision">What followed from it; null when nothing did.</param>
/// <param name="BlockedUntil">Until when the player was blocked before it: Unix ticks.</param>
internal readonly record struct Raised(Flag Flag, AuditEntry? Decision, long BlockedUntil);
