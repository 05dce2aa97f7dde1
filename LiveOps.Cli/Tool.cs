using System.CommandLine;
using LiveOps.Cli.Commands;
using LiveOps.Cli.Connecting;
using LiveOps.Cli.Shell;
using LiveOps.Client.Calls;

namespace LiveOps.Cli;

/// <summary>Runs a command line.</summary>
internal static class Tool
{
    /// <returns>The exit code (docs/cli.md).</returns>
    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellation)
    {
        bool isJson = args.Contains("--json");
        try
        {
            ParseResult parsed = Root.Make(terminal).Parse(args);
            var invocation = new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExamples)
                throw CliFault.Usage($"{string.Join(' ', parsed.Errors.Select(error => error.Message))} See: {Path(parsed)} --help");
            if (parsed.UnmatchedTokens.Count > 0 && parsed.Action is HelpWithExamples) // help on what there is not would say that there is
                throw CliFault.Usage($"{string.Join(' ', parsed.UnmatchedTokens)} is nothing that {Path(parsed)} knows. See: {Path(parsed)} --help");
            return await parsed.InvokeAsync(invocation, cancellation);
        }
        catch (LiveOpsException e)
        {
            return Tell(terminal, Session.Fault(e), isJson);
        }
        catch (CliFault e)
        {
            return Tell(terminal, e, isJson);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return Tell(terminal, new CliFault(ExitCode.Interrupted, "interrupted."), isJson);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Tell(terminal, CliFault.Failed(e.Message, e), isJson); // a disk that is full, a pipe that nobody reads
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException or System.Text.Json.JsonException)
        {
            return Tell(terminal, CliFault.Failed($"an answer is none of LiveOps: {PlainText.Sentence(e.Message)} Is it LiveOps that is at that address, of this version? See: liveops doctor", e), isJson);
        }
#pragma warning disable CA1031 // whatever it is, a script is told in the way that it reads
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Tell(terminal, CliFault.Failed($"it cannot go on: {e.GetType().Name}: {e.Message}", e), isJson);
        }
    }

    private static int Tell(Terminal terminal, CliFault fault, bool isJson)
    {
        try
        {
            terminal.Error.WriteLine(isJson ? JsonText.Of(new { fault = PlainText.Line(fault.Message), exitCode = fault.ExitCode }) : "liveops: " + PlainText.Line(fault.Message));
        }
        catch (IOException)
        {
            // Nobody listens.
        }

        return fault.ExitCode;
    }

    private static string Path(ParseResult parsed)
    {
        var names = new List<string>();
        for (System.CommandLine.Parsing.SymbolResult? at = parsed.CommandResult; at is System.CommandLine.Parsing.CommandResult command; at = at.Parent)
            names.Insert(0, command.Parent is null ? "liveops" : command.Command.Name);
        return string.Join(' ', names);
    }
}
