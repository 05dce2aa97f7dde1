using System.CommandLine;

namespace LiveOps.Cli.Shell;

/// <summary>A command with examples, which its help shows.</summary>
internal sealed class ToolCommand(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>Lines of a shell. Each runs as it stands against a local system.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;
}
