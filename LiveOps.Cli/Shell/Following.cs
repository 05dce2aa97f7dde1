using Spectre.Console;
using Spectre.Console.Rendering;

namespace LiveOps.Cli.Shell;

/// <summary>Shows something again and again, until it is interrupted: in place for eyes, and for a pipe whenever it has changed.</summary>
internal static class Following
{
    /// <param name="terminal">Where.</param>
    /// <param name="every">How often.</param>
    /// <param name="look">What is there now: its text, and how it is drawn.</param>
    /// <param name="cancellation">Ends it; that is no fault.</param>
    public static async Task<int> RunAsync(Terminal terminal, TimeSpan every, Func<Task<(string Text, IRenderable Drawn)>> look, CancellationToken cancellation)
    {
        try
        {
            if (terminal.IsOutSeen)
                await terminal.Drawing().Live(Spectre.Console.Text.Empty).StartAsync(context => LoopAsync(drawn => context.UpdateTarget(drawn)));
            else
                await LoopAsync(terminal.Drawing().Write);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // That is how it ends.
        }

        return ExitCode.Ok;

        async Task LoopAsync(Action<IRenderable> show)
        {
            for (string before = ""; ; await Task.Delay(every, terminal.Clock, cancellation))
            {
                (string text, IRenderable drawn) = await look();
                if (text != before)
                    show(drawn);
                before = text;
            }
        }
    }
}
