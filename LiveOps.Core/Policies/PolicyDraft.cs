using LiveOps.Core.Audit;

namespace LiveOps.Core.Policies;

/// <summary>A version that somebody wants to make.</summary>
/// <param name="Author">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="Packed">The text, as <see cref="PolicyText.Pack"/> made it.</param>
/// <param name="EffectiveAt">From when on: Unix ticks; null for at once.</param>
/// <param name="Restores">The version whose text it is, 0 for the one built in; null for none.</param>
public sealed record PolicyDraft(string Author, string Reason, byte[] Packed, long? EffectiveAt = null, int? Restores = null)
{
    /// <summary>What the audit is to have of it; null for nothing.</summary>
    public AuditEntry? Audit { get; init; }
}
