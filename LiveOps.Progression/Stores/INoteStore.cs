using LiveOps.Core.Audit;
using LiveOps.Core.Bus;
using LiveOps.Progression.Notes;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Progression.Stores;

/// <summary>Where notes about players are kept, with what the audit has of them, in one step; what changes nothing is not in the audit. Erasing a player takes theirs.</summary>
internal interface INoteStore
{
    /// <summary>The notes about a player, newest first.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be had.</exception>
    ValueTask<IReadOnlyList<Note>> ReadAsync(string playerId, CancellationToken cancellation);

    /// <summary>Keeps a note; false when there are as many as there may be.</summary>
    /// <exception cref="BusUnavailableException">It could not be made durable.</exception>
    /// <exception cref="StoreUnavailableException">It could not be made durable.</exception>
    ValueTask<bool> AddAsync(string playerId, Note note, AuditEntry audit, CancellationToken cancellation);

    /// <summary>Deletes a note that was read; where somebody else just did, nothing is done.</summary>
    /// <inheritdoc cref="AddAsync"/>
    ValueTask RemoveAsync(string playerId, Note note, AuditEntry audit, CancellationToken cancellation);
}
