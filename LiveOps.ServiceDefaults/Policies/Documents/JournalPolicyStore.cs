using LiveOps.Core.Audit;
using LiveOps.Core.Policies;

namespace LiveOps.ServiceDefaults.Policies.Documents;

/// <summary>Documents that are part of a state made durable by the journal: read at once, changed by a command of the service's.</summary>
/// <param name="ledger">A document's versions; asked each time, because a state that is loaded has others.</param>
/// <param name="latest">When the latest of them came into force.</param>
/// <param name="execute">Gives the state a <see cref="PolicyCommand"/>, with what the audit gets in the same record of the journal, and says what came of it.</param>
public sealed class JournalPolicyStore(Func<PolicyLedger> ledger, Func<long> latest, Func<byte[], AuditEntry?, CancellationToken, Task<object?>> execute) : IPolicyStore
{
    /// <inheritdoc/>
    public long Lead => 0;

    /// <inheritdoc/>
    public long Latest => latest();

    /// <inheritdoc/>
    public ValueTask<PolicyHistory> ReadAsync(string document, PolicyHistory known, CancellationToken cancellation) => new(ledger().History);

    /// <inheritdoc/>
    public ValueTask<byte[]?> TextAsync(string document, int number, CancellationToken cancellation) => new(ledger().Text(number));

    /// <inheritdoc/>
    public async Task<PolicyVersion?> TryWriteAsync(string document, PolicyWrite write, CancellationToken cancellation) =>
        await execute(PolicyCommand.Write(write), write.Audit, CancellationToken.None) as PolicyVersion; // what is on its way cannot be called back
}
