using System.Globalization;
using Spectre.Console;

namespace LiveOps.Cli.Shell;

/// <summary>How far something came: a bar with rate and time left for eyes, a line every ten seconds for a log. Always beside the answer, on the terminal's errors.</summary>
internal sealed class Meter(Terminal terminal, string what, Func<(long Done, double Part)> look)
{
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(10), DrawEvery = TimeSpan.FromMilliseconds(200);

    private readonly long _began = terminal.Clock.GetTimestamp();
    private long _before = look().Done;

    /// <summary>Runs the work, and shows how far it came.</summary>
    public async Task ShowAsync(Func<Task> work)
    {
        _before = look().Done;
        Task running = Task.Run(work); // reading a file is work for the processor alone
        await (terminal.IsErrorSeen ? DrawAsync(running) : LogAsync(running));
    }

    private async Task DrawAsync(Task running) => await terminal.DrawingErrors().Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
        .StartAsync(async context =>
        {
            ProgressTask task = context.AddTask(Markup.Escape(what), maxValue: 1);
            while (await Task.WhenAny(running, Task.Delay(DrawEvery, terminal.Clock)) != running)
            {
                task.Value = Math.Clamp(look().Part, 0, 1);
                task.Description = Markup.Escape(Line());
            }

            await running;
        });

    private async Task LogAsync(Task running)
    {
        while (await Task.WhenAny(running, Task.Delay(LineEvery, terminal.Clock)) != running)
            await terminal.Error.WriteLineAsync(Line());
        await running;
    }

    private string Line()
    {
        (long done, double part) = look();
        TimeSpan ran = terminal.Clock.GetElapsedTime(_began);
        double rate = ran.TotalSeconds > 0 ? (done - _before) / ran.TotalSeconds : 0;
        string left = part is > 0.01 and < 1 ? $", {Words(ran * ((1 - part) / part))} left" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{what}: {done:N0} rows, {rate:N0}/s{left}");
    }

    private static string Words(TimeSpan time) => time.TotalSeconds < 90
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} s")
        : time.TotalMinutes < 90 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min") : string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.0} h");
}
