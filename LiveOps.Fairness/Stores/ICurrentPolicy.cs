using LiveOps.Fairness.Policies;

namespace LiveOps.Fairness.Stores;

/// <summary>The policy in force, over boards that count as the leaderboard said.</summary>
internal interface ICurrentPolicy
{
    /// <summary>The policy in force at a moment.</summary>
    /// <param name="at">Unix ticks.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="ServiceDefaults.Stores.StoreUnavailableException">It cannot be had.</exception>
    ValueTask<FairnessPolicy> AtAsync(long at, CancellationToken cancellation);
}
