namespace LiveOps.ServiceDefaults.Policies;

/// <summary>Says what speaks against a policy that can be read: what it asks for cannot be done by now. A service without such has nothing against any.</summary>
/// <typeparam name="T">The parsed policy.</typeparam>
public interface IPolicyObjections<in T> where T : class
{
    /// <summary>All of it, with where it stands; nothing where nothing speaks against it.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="at">When it is to come into force: Unix ticks.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="Stores.StoreUnavailableException">It cannot be known now.</exception>
    ValueTask<IReadOnlyList<PolicyFault>> AgainstAsync(T policy, long at, CancellationToken cancellation);
}
