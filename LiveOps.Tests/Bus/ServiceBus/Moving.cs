using System.Diagnostics;
using LiveOps.Tests.Harness;

namespace LiveOps.Tests.Bus.ServiceBus;

/// <summary>Moves a clock on in small steps until something is so, so that pauses and locks run out as they would.</summary>
public static class Moving
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task UntilAsync(this ManualClock clock, Func<bool> isSo, TimeSpan? step = null)
    {
        long start = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, "it never came true");
            await Task.Delay(1);
            clock.Advance(step ?? TimeSpan.FromMilliseconds(50));
        }
    }

    /// <summary>Waits without moving the clock.</summary>
    public static Task StandingUntilAsync(this ManualClock clock, Func<bool> isSo) => clock.UntilAsync(isSo, TimeSpan.Zero);

    public static async Task<T> UntilDoneAsync<T>(this ManualClock clock, Task<T> task, TimeSpan? step = null)
    {
        await clock.UntilAsync(() => task.IsCompleted, step);
        return await task;
    }
}
