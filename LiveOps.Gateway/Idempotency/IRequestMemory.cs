using LiveOps.Core.Events;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Gateway.Idempotency;

/// <summary>
/// What the gateway remembers: the answers it gave, by idempotency key, and the ids of the events it accepted. A claim that is
/// <see cref="Claim.New"/> is followed by one <see cref="CompleteAsync"/> or one <see cref="ReleaseAsync"/>.
/// </summary>
internal interface IRequestMemory
{
    /// <summary>The latest stamp it knows: the clock of acceptance never goes behind it.</summary>
    long LastAcceptedAt { get; }

    /// <summary>Claims a key before the request is worked on.</summary>
    /// <exception cref="StoreUnavailableException">Nobody can say now.</exception>
    ValueTask<ClaimAnswer> ClaimAsync(IdempotencyKey key);

    /// <summary>Gives a claim up: nothing was accepted, the key may be used again. Does not throw.</summary>
    ValueTask ReleaseAsync(IdempotencyKey key);

    /// <summary>Finishes a claim: the batch is durable, and holds the answer (<see cref="Origin"/>). Does not throw.</summary>
    ValueTask CompleteAsync(IdempotencyKey key, EventBatch batch);

    /// <summary>Which of the events were accepted before, as far as it remembers: the guarantee is the consumers' own.</summary>
    /// <param name="events">The events.</param>
    /// <param name="hashes">Their <see cref="EventHash"/>.</param>
    /// <param name="known">Set for those that were; others are left alone.</param>
    /// <returns>How many.</returns>
    int MarkKnown(EventBatch events, ReadOnlySpan<UInt128> hashes, Span<bool> known);

    /// <summary>Whether the event that was accepted said something else, as far as it remembers.</summary>
    /// <param name="hash">Its <see cref="EventHash"/>.</param>
    /// <param name="content">What its duplicate says: <see cref="EventHash.ContentOf"/>.</param>
    bool SaidOther(UInt128 hash, ushort content);
}
