using LiveOps.Core.Audit;

namespace LiveOps.ServiceDefaults.Audit;

/// <summary>
/// The audit of a service, where its other data is: in the journal, in SQL or in Redis. What is done in one of these brings its entry with it, in the same step; whatever is
/// done elsewhere is noted here before it is done.
/// </summary>
public interface IAudit
{
    /// <summary>A page, newest first; null when the query's position is none of this audit's.</summary>
    /// <exception cref="Stores.StoreUnavailableException">The audit cannot be had.</exception>
    ValueTask<AuditPage?> PageAsync(AuditQuery query, CancellationToken cancellation);

    /// <summary>Notes what has no effect here, or not in one step with this. When it returns, the entry is durable. What is noted again by the same <see cref="AuditEntry.Token"/> is there once.</summary>
    /// <exception cref="Exception">It could not be noted: then nothing may be done.</exception>
    Task NoteAsync(AuditEntry entry, CancellationToken cancellation);

    /// <summary>Lets go of what is older than is kept, where that does not happen by itself.</summary>
    Task ForgetAsync(CancellationToken cancellation);
}
