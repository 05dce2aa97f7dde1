using LiveOps.Core.Problems;

namespace LiveOps.ServiceDefaults.Policies.DryRuns;

/// <summary>Tries a policy on what there is: says what it would have done, and writes nothing.</summary>
/// <typeparam name="T">The parsed policy.</typeparam>
public interface IPolicyDryRun<in T> where T : class
{
    /// <summary>Tries it, until it is done or the run is over.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="run">Takes what is found, and says when it is enough.</param>
    /// <returns>Null, or why it cannot be tried.</returns>
    /// <exception cref="Stores.StoreUnavailableException">What it is tried on cannot be had.</exception>
    Task<Problem?> TryAsync(T policy, DryRun run);
}
