using System.Collections.Concurrent;
using LiveOps.Core.Audit;
using LiveOps.Core.Policies;
using LiveOps.Core.Windows;

namespace LiveOps.ServiceDefaults.Policies.Documents;

/// <summary>
/// Changes documents. Each change is decided over the history as it is and written if it is still so; else it is decided again. So two who change at once
/// come one after the other, and the second is told that what it read has changed. It is answered once the change is in force wherever it is asked for.
/// </summary>
internal sealed class PolicyChanges(IPolicyStore store, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, PolicyHistory> _known = new(StringComparer.Ordinal);

    /// <summary>The time, as those see it who ask what is in force.</summary>
    public long Now => Math.Max(clock.Now(), store.Latest);

    /// <inheritdoc cref="IPolicyStore.LeadOf"/>
    public long LeadOf(string document) => store.LeadOf(document);

    /// <inheritdoc cref="IPolicyStore.Refusal"/>
    public string? Refusal => store.Refusal;

    /// <summary>A document's versions.</summary>
    public async ValueTask<PolicyHistory> HistoryAsync(string document, CancellationToken cancellation)
    {
        PolicyHistory known = _known.GetValueOrDefault(document, PolicyHistory.Empty), read = await store.ReadAsync(document, known, cancellation);
        if (read.Revision > known.Revision)
            _known.AddOrUpdate(document, read, (_, other) => other.Revision > read.Revision ? other : read);
        return read;
    }

    /// <summary>A version's text as it was written; null when there is none.</summary>
    public async ValueTask<byte[]?> TextAsync(IPolicyDocument document, int number, CancellationToken cancellation) => number == 0
        ? document.BuiltIn.ToArray()
        : await store.TextAsync(document.Name, number, cancellation) is { } packed ? PolicyText.Unpack(packed) : null;

    /// <summary>Makes a version.</summary>
    /// <param name="document">Of which document.</param>
    /// <param name="draft">What it is to be.</param>
    /// <param name="isExpected">Whether a version in force is the one that the caller changes.</param>
    /// <param name="cancellation">Ends the waiting; what is written by then stays.</param>
    /// <returns>The version; or why there is none.</returns>
    public async Task<(PolicyVersion? Made, PolicyRefusal Refusal)> MakeAsync(IPolicyDocument document, PolicyDraft draft, Func<int, bool> isExpected, CancellationToken cancellation)
    {
        while (true)
        {
            PolicyHistory history = await HistoryAsync(document.Name, cancellation);
            if (!isExpected(history.At(Soon(document.Name))?.Number ?? 0))
                return (null, PolicyRefusal.Stale);
            if (history.Make(draft, Now, LeadOf(document.Name)) is not { } write)
                return (null, PolicyRefusal.TooMany);
            if (write.Audit is { } audit)
                write = write with { Audit = await PolicyAudit.OfAsync(audit, this, document, history.At(Soon(document.Name))?.Number ?? 0, write, cancellation) };
            if (await store.TryWriteAsync(document.Name, write, cancellation) is not { } made)
                continue;
            await InForceAsync(document.Name, made, cancellation);
            return (made, default);
        }
    }

    /// <summary>Calls a version off that is still to come; null when there is none of that number.</summary>
    /// <param name="document">Of which document.</param>
    /// <param name="number">The version's.</param>
    /// <param name="audit">What the audit is to have of it; null for nothing.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<PolicyVersion?> CallOffAsync(string document, int number, AuditEntry? audit, CancellationToken cancellation)
    {
        while (true)
        {
            // What is to come within the lead is on its way: some may go by it already.
            if ((await HistoryAsync(document, cancellation)).CallOff(number, Soon(document)) is not { } write)
                return null;
            write = write with { Audit = audit is null ? null : audit with { Version = number, Before = PolicyAudit.Told(write.Changed), After = PolicyAudit.CalledOff } };
            if (await store.TryWriteAsync(document, write, cancellation) is { } off)
                return off;
        }
    }

    // The time by which everything counts that has been made for now.
    private long Soon(string document) => Now + LeadOf(document);

    // What was made for now.
    private async Task InForceAsync(string document, PolicyVersion made, CancellationToken cancellation)
    {
        if (made.EffectiveAt > made.MadeAt + LeadOf(document))
            return;
        for (long left; (left = made.EffectiveAt - Now) > 0;)
            await Task.Delay(TimeSpan.FromTicks(left + TimeSpan.TicksPerMillisecond), clock, cancellation);
    }
}
