using LiveOps.Core.Policies;

namespace LiveOps.ServiceDefaults.Policies.Documents;

/// <summary>What a replica goes by that shares its documents with others: the file's, where there is one; else the version in force; else what is built in.</summary>
/// <typeparam name="T">The parsed policy; immutable.</typeparam>
public interface IPolicies<T> where T : class
{
    /// <summary>The policy in force now.</summary>
    /// <exception cref="Stores.StoreUnavailableException">The versions are not known yet.</exception>
    T Current { get; }

    /// <summary>Which policy judges what was accepted when, for certain: where another version may have come into force that is not known yet, the store is asked first.</summary>
    /// <param name="first">When the first of it was accepted: Unix ticks.</param>
    /// <param name="last">When the last was.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>It answers for every moment between them, without a slot missing.</returns>
    /// <exception cref="Stores.StoreUnavailableException">The versions cannot be had.</exception>
    ValueTask<PolicyView<T>> BetweenAsync(long first, long last, CancellationToken cancellation);
}
