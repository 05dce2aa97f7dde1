using LiveOps.Core.Policies;
using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Stores.LiveEvents;

/// <summary>A store of documents, the journal, that has a change of the live events said on the bus before it is answered: what is accepted after the answer is behind it on the bus.</summary>
internal sealed class SayingPolicyStore(IPolicyStore store, LiveEventNews news) : IPolicyStore
{
    /// <inheritdoc/>
    public long Lead => store.Lead;

    /// <inheritdoc/>
    public long Latest => store.Latest;

    /// <inheritdoc/>
    public ValueTask<PolicyHistory> ReadAsync(string document, PolicyHistory known, CancellationToken cancellation) => store.ReadAsync(document, known, cancellation);

    /// <inheritdoc/>
    public ValueTask<byte[]?> TextAsync(string document, int number, CancellationToken cancellation) => store.TextAsync(document, number, cancellation);

    /// <inheritdoc/>
    public async Task<PolicyVersion?> TryWriteAsync(string document, PolicyWrite write, CancellationToken cancellation)
    {
        PolicyVersion? made = await store.TryWriteAsync(document, write, cancellation);
        if (made is not null && document == Documents.LiveEvents.Name)
            await news.SayAsync(null, CancellationToken.None); // it is written: whoever asked may have gone
        return made;
    }
}
