using LiveOps.Core.Audit;

namespace LiveOps.ServiceDefaults.Audit;

/// <summary>The audit as part of a state that the journal makes durable.</summary>
/// <param name="trail">The state's.</param>
/// <param name="execute">Gives the state a command: an <see cref="AuditedCommand"/> behind its own mark.</param>
public sealed class JournalAudit(Func<AuditTrail> trail, Func<byte[], Task> execute) : IAudit
{
    /// <inheritdoc/>
    public ValueTask<AuditPage?> PageAsync(AuditQuery query, CancellationToken cancellation) => new(trail().Page(query));

    /// <inheritdoc/>
    public Task NoteAsync(AuditEntry entry, CancellationToken cancellation) => execute(AuditedCommand.Of(entry, [])); // what is on its way cannot be called back

    /// <inheritdoc/>
    public Task ForgetAsync(CancellationToken cancellation) => Task.CompletedTask; // the trail does it when something is added
}
