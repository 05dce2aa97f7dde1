using LiveOps.ServiceDefaults.Audit;

namespace LiveOps.ServiceDefaults.Exports;

/// <summary>Entries of the audit that are older than <c>AUDIT_DAYS</c>.</summary>
internal sealed class AuditRetention(IAudit audit) : IRetention
{
    /// <inheritdoc/>
    public string Name => "audit";

    /// <inheritdoc/>
    public Task ForgetAsync(CancellationToken cancellation) => audit.ForgetAsync(cancellation);
}
