using LiveOps.ServiceDefaults.Stores;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.ServiceDefaults.Sql;

/// <summary>Waiting for a store that was started again.</summary>
internal static class Eventually
{
    /// <summary>Tries until the store can be had, with patience.</summary>
    public static async Task<T> Async<T>(Func<Task<T>> work)
    {
        for (var patience = new Patience(); ;)
        {
            try
            {
                return await work();
            }
            catch (StoreUnavailableException) when (!patience.IsOver)
            {
                await Task.Delay(50);
            }
        }
    }
}
