using LiveOps.Core.Audit;


namespace LiveOps.Fairness.Flags;

/// <summary>A flag that was raised.</summary>
/// <param name="Flag">The flag.</param>
/// <param name="Decision">What followed from it; null when nothing did.</param>
internal readonly record struct Raised(Flag Flag, AuditEntry? Decision);
