namespace LiveOps.Leaderboard.Stores;

/// <summary>What is known of a player, for an export: hidden or not. The id has been checked.</summary>
internal interface IKnownPlayers
{
    /// <summary>All of it, as far as it is not bounded; of a player never seen it is empty.</summary>
    /// <exception cref="ServiceDefaults.Stores.StoreUnavailableException">The store cannot be had.</exception>
    ValueTask<KnownPlayer> FindAsync(string player, CancellationToken cancellation);
}
