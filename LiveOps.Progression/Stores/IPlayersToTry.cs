using LiveOps.Progression.Players;
using LiveOps.Progression.Rules;

namespace LiveOps.Progression.Stores;

/// <summary>The players as they are, for who tries other rules on them.</summary>
internal interface IPlayersToTry
{
    /// <summary>The rules in force at a moment.</summary>
    /// <param name="at">Unix ticks.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    ValueTask<ProgressionRules> RulesAsync(long at, CancellationToken cancellation);

    /// <summary>Copies of them, some at a time; whoever comes or goes meanwhile may be among them or not.</summary>
    /// <exception cref="ServiceDefaults.Stores.StoreUnavailableException">The store cannot be had.</exception>
    IAsyncEnumerable<IReadOnlyList<TriedPlayer>> ReadAsync(CancellationToken cancellation);
}
