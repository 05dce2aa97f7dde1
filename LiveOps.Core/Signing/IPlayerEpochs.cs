namespace LiveOps.Core.Signing;

/// <summary>
/// Since when the keys of a player hold: the epoch that goes into each of them. Whoever revokes a player's keys begins a new one, and all keys before it are
/// none any more. Kept where standing is kept.
/// </summary>
public interface IPlayerEpochs
{
    /// <summary>A player's epoch, 0 for one whose keys were never revoked; it may be as old as <see cref="Freshness"/>.</summary>
    /// <exception cref="Exception">It cannot be had now; then no key of a player can be told from a revoked one.</exception>
    ValueTask<long> OfAsync(string playerId);

    /// <summary>A player's epoch as it is now.</summary>
    /// <exception cref="Exception">It cannot be had now.</exception>
    ValueTask<long> NewestAsync(string playerId);

    /// <summary>A signature of one of the player's keys was right: the player is there, so what was asked of them is worth remembering. Nobody without a key brings this about.</summary>
    void Held(string playerId)
    {
    }

    /// <summary>For how long a revoked key may still be taken, where another process revoked it.</summary>
    static TimeSpan Freshness { get; } = TimeSpan.FromSeconds(2);
}
