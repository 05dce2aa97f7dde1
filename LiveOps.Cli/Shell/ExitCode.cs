namespace LiveOps.Cli.Shell;

/// <summary>What a script is told when the tool ends (docs/cli.md).</summary>
internal static class ExitCode
{
    /// <summary>All of it was done.</summary>
    public const int Ok = 0;

    /// <summary>It was refused, or it was not all done, or the two things are not alike.</summary>
    public const int Failed = 1;

    /// <summary>The command line, a file or a setting says what cannot be; nothing was sent.</summary>
    public const int Usage = 2;

    /// <summary>No answer came, or a service said that it cannot now. Again later may go better.</summary>
    public const int Unreachable = 3;

    /// <summary>Ctrl+C, or SIGTERM. What is resumable can be continued.</summary>
    public const int Interrupted = 130;
}
