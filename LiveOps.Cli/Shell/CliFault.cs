namespace LiveOps.Cli.Shell;

/// <summary>Why the tool ends: a sentence that says what to do, and the exit code.</summary>
internal sealed class CliFault(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode { get; } = exitCode;

    public static CliFault Usage(string message, Exception? inner = null) => new(Shell.ExitCode.Usage, message, inner);

    public static CliFault Failed(string message, Exception? inner = null) => new(Shell.ExitCode.Failed, message, inner);

    public static CliFault Unreachable(string message, Exception? inner = null) => new(Shell.ExitCode.Unreachable, message, inner);
}
