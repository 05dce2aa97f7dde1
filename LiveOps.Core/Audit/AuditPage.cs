namespace LiveOps.Core.Audit;

/// <summary>A page of the audit, newest first.</summary>
/// <param name="Entries">The entries, each with its place.</param>
/// <param name="Next">Where the next page begins; null when this is the last.</param>
public sealed record AuditPage(IReadOnlyList<(string Id, AuditEntry Entry)> Entries, string? Next)
{
    /// <summary>A page of what was found: with one more than asked for there is another page.</summary>
    public static AuditPage Of(IReadOnlyList<(string Id, AuditEntry Entry)> found, int limit) =>
        found.Count > limit ? new AuditPage([.. found.Take(limit)], found[limit - 1].Id) : new AuditPage(found, null);
}
