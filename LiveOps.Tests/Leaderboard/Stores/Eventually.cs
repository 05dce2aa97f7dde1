using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Leaderboard.Stores;

/// <summary>Waits for what other threads bring about.</summary>
internal static class Eventually
{
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
}
