namespace LiveOps.ServiceDefaults.Policies.Documents;

/// <summary>Tells what a policy would do to what runs; a service without such has none.</summary>
/// <typeparam name="T">The parsed policy.</typeparam>
public interface IPolicyEffects<in T> where T : class
{
    /// <summary>In sentences, should the policy come into force at a time; nothing when it changes only what is to come.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="at">Unix ticks.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    ValueTask<IReadOnlyList<string>> TellAsync(T policy, long at, CancellationToken cancellation);
}
