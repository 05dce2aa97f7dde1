using LiveOps.Core.Policies;

namespace LiveOps.ServiceDefaults.Policies.Documents;

/// <summary>Several documents of one state that the journal makes durable, each by its name.</summary>
/// <param name="documents">By name.</param>
public sealed class JournalPolicyStores(IReadOnlyDictionary<string, IPolicyStore> documents) : IPolicyStore
{
    /// <inheritdoc/>
    public long Lead => 0;

    /// <inheritdoc/>
    public long Latest => documents.Values.Max(document => document.Latest);

    /// <inheritdoc/>
    public ValueTask<PolicyHistory> ReadAsync(string document, PolicyHistory known, CancellationToken cancellation) => documents[document].ReadAsync(document, known, cancellation);

    /// <inheritdoc/>
    public ValueTask<byte[]?> TextAsync(string document, int number, CancellationToken cancellation) => documents[document].TextAsync(document, number, cancellation);

    /// <inheritdoc/>
    public Task<PolicyVersion?> TryWriteAsync(string document, PolicyWrite write, CancellationToken cancellation) => documents[document].TryWriteAsync(document, write, cancellation);
}
