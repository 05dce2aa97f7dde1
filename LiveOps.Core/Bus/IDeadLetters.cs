namespace LiveOps.Core.Bus;

/// <summary>
/// The dead letters of one consumer, whatever the bus: listed, looked into, replayed or discarded by operators. A service that registers one
/// has the calls under <c>/v1/dead-letters</c>.
/// </summary>
public interface IDeadLetters
{
    /// <summary>Whether a letter could have this id.</summary>
    bool IsId(string id);

    /// <summary>The oldest letters behind one, without their payloads; fewer than asked for means that these are all.</summary>
    /// <param name="after">The id of the last letter already seen, which may be gone by now; null to begin with the oldest.</param>
    /// <param name="limit">How many at most; 1 or more.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="BusUnavailableException">The letters cannot be had now.</exception>
    Task<IReadOnlyList<DeadLetter>> ListAsync(string? after, int limit, CancellationToken cancellation = default);

    /// <summary>One letter with its payload; null when there is none of this id, whatever the id looks like.</summary>
    /// <exception cref="BusUnavailableException">The letters cannot be had now.</exception>
    Task<DeadLetter?> FindAsync(string id, CancellationToken cancellation = default);

    /// <summary>
    /// Gives the message to this consumer again, and to no other. The letter leaves the store once the message is durable on its way; events
    /// that were applied meanwhile are not applied twice, because the consumer knows their ids. A message that fails again is set aside again,
    /// as a letter of its own.
    /// </summary>
    /// <returns>False when there is no such letter.</returns>
    /// <exception cref="BusUnavailableException">It could not be made durable: the letter is still there.</exception>
    Task<bool> ReplayAsync(string id, CancellationToken cancellation = default);

    /// <summary>Forgets a letter for good.</summary>
    /// <returns>False when there is no such letter.</returns>
    /// <exception cref="BusUnavailableException">The letters cannot be had now.</exception>
    Task<bool> DiscardAsync(string id, CancellationToken cancellation = default);
}
