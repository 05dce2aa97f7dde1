using Spectre.Console;

namespace LiveOps.Cli.Shell;

/// <summary>What the tool is connected to: streams, environment, clock. A test has its own.</summary>
internal sealed class Terminal
{
    /// <summary>Where answers go, and nothing else: a script reads it.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Where faults, notes and progress go.</summary>
    public required TextWriter Error { get; init; }

    public required Func<Stream> OpenInput { get; init; }

    /// <summary>Bytes of an answer that is no text; flushed by whoever writes.</summary>
    public required Func<Stream> OpenOutput { get; init; }

    /// <summary>Whether somebody looks at <see cref="Out"/>: else no colours, no redrawing.</summary>
    public required bool IsOutSeen { get; init; }

    /// <summary>Whether somebody looks at <see cref="Error"/>.</summary>
    public required bool IsErrorSeen { get; init; }

    /// <summary>A variable of the environment; null when it is not set, or empty.</summary>
    public required Func<string, string?> Setting { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The process's own.</summary>
    public static Terminal OfProcess() => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        OpenInput = Console.OpenStandardInput,
        OpenOutput = Console.OpenStandardOutput,
        IsOutSeen = !Console.IsOutputRedirected,
        IsErrorSeen = !Console.IsErrorRedirected,
        Setting = name => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null,
    };

    /// <summary>Draws on <see cref="Out"/>.</summary>
    public IAnsiConsole Drawing() => Drawing(Out, IsOutSeen);

    /// <summary>Draws on <see cref="Error"/>.</summary>
    public IAnsiConsole DrawingErrors() => Drawing(Error, IsErrorSeen);

    // Whoever reads a pipe wants whole lines; Spectre would cut them at 80 characters.
    private IAnsiConsole Drawing(TextWriter writer, bool isSeen)
    {
        bool isPlain = !isSeen || Setting("NO_COLOR") is not null;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isSeen ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isSeen ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isSeen)
            console.Profile.Width = 1000;
        return console;
    }
}
