using LiveOps.Progression.Players;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Progression.Stores;

/// <summary>Finds players by how their ids begin.</summary>
internal interface IPlayerSearch
{
    /// <summary>The first players, in order of their ids, byte by byte.</summary>
    /// <param name="prefix">How their ids begin; empty for all.</param>
    /// <param name="after">Behind which id; empty for none.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be had.</exception>
    ValueTask<IReadOnlyList<FoundPlayer>> SearchAsync(string prefix, string after, int most, CancellationToken cancellation);
}
