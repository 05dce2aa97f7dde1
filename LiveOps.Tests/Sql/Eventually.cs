using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Tests.Sql;

/// <summary>Waiting for a store that was started again.</summary>
internal static class Eventually
{
    /// <summary>Tries until the store can be had, for 20 s at most.</summary>
    public static async Task<T> Async<T>(Func<Task<T>> work)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            try
            {
                return await work();
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(50, patience.Token);
            }
        }
    }
}
