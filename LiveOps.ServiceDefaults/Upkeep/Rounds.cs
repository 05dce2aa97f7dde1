namespace LiveOps.ServiceDefaults.Upkeep;

/// <summary>What is done every now and then, beside what a service is asked.</summary>
public static class Rounds
{
    /// <summary>Works at once, and then every so often, until it is told to stop: then it returns. A round that takes longer is followed by the next at once.</summary>
    /// <param name="interval">From the beginning of a round to that of the next.</param>
    /// <param name="clock">Measures it.</param>
    /// <param name="round">What is done; the first is number 0. What it throws ends all rounds: what may pass by itself, it tells and keeps to itself.</param>
    /// <param name="stop">Ends it.</param>
    public static Task RunAsync(TimeSpan interval, TimeProvider clock, Func<int, Task> round, CancellationToken stop) => RunAsync(interval, clock, round, atOnce: true, stop);

    /// <summary>The same, but the first round comes after the first pause.</summary>
    /// <inheritdoc cref="RunAsync(TimeSpan, TimeProvider, Func{int, Task}, CancellationToken)"/>
    public static Task RunLaterAsync(TimeSpan interval, TimeProvider clock, Func<int, Task> round, CancellationToken stop) => RunAsync(interval, clock, round, atOnce: false, stop);

    private static async Task RunAsync(TimeSpan interval, TimeProvider clock, Func<int, Task> round, bool atOnce, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(interval, clock);
        try
        {
            for (int number = 0; ; number++)
            {
                if (number > 0 || !atOnce)
                    await timer.WaitForNextTickAsync(stop);
                await round(number);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException && stop.IsCancellationRequested)
        {
            // The end. A host that is disposed of without being stopped takes away what a round is using.
        }
    }
}
