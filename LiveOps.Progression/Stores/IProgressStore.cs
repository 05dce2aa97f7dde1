using System.Text.Json;
using LiveOps.Core.Bus;
using LiveOps.Progression.Claims;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Progression.Stores;

/// <summary>Where progress is kept, as the HTTP handlers see it. Events come to a store by its own way from the bus.</summary>
internal interface IProgressStore
{
    /// <summary>The rules in force, all of them, as JSON.</summary>
    ReadOnlyMemory<byte> RulesJson { get; }

    /// <summary>Writes a part of what is known of a player, as one object; false, and nothing is written, when there is no such player.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be had.</exception>
    ValueTask<bool> TryWriteAsync(string playerId, PlayerPart part, Utf8JsonWriter json, CancellationToken cancellation);

    /// <summary>Writes <see cref="PlayerPart.Export"/> of somebody who is not known here: as of a player who has gained nothing yet.</summary>
    void WriteNobody(string playerId, Utf8JsonWriter json);

    /// <summary>Claims a reward: the first claim of it is kept for ever, and every other gets the receipt of the first.</summary>
    /// <exception cref="BusUnavailableException">It could not be made durable.</exception>
    /// <exception cref="StoreUnavailableException">It could not be made durable.</exception>
    ValueTask<ClaimOutcome> ClaimAsync(RewardClaim claim, CancellationToken cancellation);

    /// <summary>Forgets a player, and has every other service do so.</summary>
    /// <exception cref="BusUnavailableException">It could not be announced.</exception>
    /// <exception cref="StoreUnavailableException">It could not be made durable.</exception>
    ValueTask EraseAsync(string playerId, CancellationToken cancellation);
}
