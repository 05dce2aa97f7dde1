using System.Data.Common;
using LiveOps.Core.Windows;
using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.ServiceDefaults.Policies;

/// <summary>Asks <see cref="IPolicyObjections{T}"/> for those who cannot await: whoever looks at a file, rarely, on a thread of its own.</summary>
/// <typeparam name="T">The parsed policy.</typeparam>
/// <param name="objections">Who says it.</param>
/// <param name="clock">The time.</param>
public sealed class PolicyObjector<T>(IPolicyObjections<T> objections, TimeProvider clock) where T : class
{
    /// <summary>Asks; false when it cannot be known now.</summary>
    /// <exception cref="PolicyException">Something speaks against it.</exception>
    public bool TryAsk(T policy)
    {
        try
        {
            // Whoever waits holds up nobody but the next look.
            if (Task.Run(() => objections.AgainstAsync(policy, clock.Now(), CancellationToken.None).AsTask()).GetAwaiter().GetResult() is { Count: > 0 } faults)
                throw new PolicyException(faults);
            return true;
        }
        catch (Exception e) when (e is StoreUnavailableException or DbException) // it cannot be had, or is not migrated yet
        {
            return false;
        }
    }
}
