using LiveOps.ServiceDefaults.Stores;

namespace LiveOps.Tests.Harness;

/// <summary>Waits for what others bring about.</summary>
internal static class Eventually
{
    /// <summary>Until something is so, with patience.</summary>
    public static async Task TrueAsync(Func<bool> condition)
    {
        var patience = new Patience();
        for (int i = 0; !patience.IsOver; i++)
        {
            if (condition())
                return;
            if (i < 1000)
                await Task.Yield();
            else
                await Task.Delay(1);
        }

        Assert.Fail("it never came true");
    }

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
