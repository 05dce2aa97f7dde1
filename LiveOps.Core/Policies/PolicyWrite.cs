using LiveOps.Core.Audit;

namespace LiveOps.Core.Policies;

/// <summary>
/// One change of a document, whole or not at all: it counts only while the document has the revision that it was decided by. So of two who
/// change at once one has to decide again.
/// </summary>
/// <param name="Expected">The revision it was decided by.</param>
/// <param name="Changed">The version that is made, or that is called off.</param>
/// <param name="Packed">The text of a version that is made; null for none.</param>
/// <param name="Forgotten">Numbers of versions that are let go of, so that there are never too many.</param>
public sealed record PolicyWrite(long Expected, PolicyVersion Changed, byte[]? Packed, IReadOnlyList<int> Forgotten)
{
    /// <summary>What the audit gets in the same step; null for nothing.</summary>
    public AuditEntry? Audit { get; init; }
}
