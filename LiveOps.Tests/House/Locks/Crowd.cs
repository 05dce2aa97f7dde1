namespace LiveOps.Tests.House.Locks;

/// <summary>Threads of their own that all begin at the same moment.</summary>
internal static class Crowd
{
    /// <summary>How many do the same where it matters not how many.</summary>
    public const int Size = 4;

    /// <summary>Runs each on a thread, to its end; what one throws is thrown.</summary>
    public static async Task RunAsync(params IEnumerable<Action> everyone)
    {
        Action[] actions = [.. everyone];
        using var start = new Barrier(actions.Length);
        await Task.WhenAll(actions.Select(action => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                action();
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))).WaitAsync(Patience.Whole);
    }

    /// <summary>Runs one action on several threads.</summary>
    public static Task RunAsync(Action<int> action) => RunAsync(Enumerable.Range(0, Size).Select(number => (Action)(() => action(number))));

    /// <summary>Has one write and others look on, again and again, until it is done.</summary>
    public static Task WatchAsync(Action write, Action look)
    {
        bool isDone = false;
        return RunAsync([.. Enumerable.Repeat(Look, Size - 1), Write]);

        void Write()
        {
            try
            {
                write();
            }
            finally
            {
                Volatile.Write(ref isDone, true);
            }
        }

        void Look()
        {
            while (!Volatile.Read(ref isDone))
                look();
            look();
        }
    }
}
