using LiveOps.Tests.Harness;

namespace LiveOps.Tests.ServiceDefaults.Bus.ServiceBus;

/// <summary>Moves a clock on in small steps until something is so, so that pauses and locks run out as they would.</summary>
public static class Moving
{
    // How many work items of the pool, one after the other, a movement of the clock may set off before the next.
    private const int Turns = 20;

    public static async Task UntilAsync(this ManualClock clock, Func<bool> isSo, TimeSpan? step = null)
    {
        var patience = new Patience();
        for (int moves = 0; !isSo(); moves++)
        {
            Assert.False(patience.IsOver, "it never came true");
            // Whoever waits for long waits for a lock to end, and on a busy machine there may not be many steps to that.
            await clock.MoveAsync(step ?? TimeSpan.FromMilliseconds(50 * (1 + (moves / 100))));
        }
    }

    /// <summary>Lets happen what is about to, and moves on: on a busy machine that takes its time, and the clock is not to run ahead of it.</summary>
    public static async Task MoveAsync(this ManualClock clock, TimeSpan step)
    {
        await Task.Delay(1);
        for (int turn = 0; turn < Turns; turn++)
            await Task.Factory.StartNew(() => { }, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default);
        clock.Advance(step);
    }

    /// <summary>Waits without moving the clock.</summary>
    public static Task StandingUntilAsync(this ManualClock clock, Func<bool> isSo) => clock.UntilAsync(isSo, TimeSpan.Zero);

    public static async Task<T> UntilDoneAsync<T>(this ManualClock clock, Task<T> task, TimeSpan? step = null)
    {
        await clock.UntilAsync(() => task.IsCompleted, step);
        return await task;
    }
}
