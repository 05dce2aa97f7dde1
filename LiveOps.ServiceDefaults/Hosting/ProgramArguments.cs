using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace LiveOps.ServiceDefaults.Hosting;

/// <summary>
/// Reads what a program was called with: at most one command, and settings as <c>--NAME=value</c> or <c>--NAME value</c>. What it does not know stops the
/// start: a mistyped word would else start a server, and a mistyped setting run it on a default.
/// </summary>
internal static class ProgramArguments
{
    /// <summary>Whether only help or the version is asked for; then the text that answers.</summary>
    public static bool IsQuestion(string[] args, ProgramUsage usage, [NotNullWhen(true)] out string? answer)
    {
        answer = Array.Exists(args, argument => argument is "--help" or "-h" or "-?") ? Help(usage)
            : Array.Exists(args, argument => argument is "--version") ? $"{Program} {Version}"
            : null;
        return answer is not null;
    }

    /// <summary>Reads them.</summary>
    /// <exception cref="SettingException">One of them is not known.</exception>
    public static ProgramCall Read(string[] args, ProgramUsage usage)
    {
        ProgramCommand? command = null;
        string? operand = null;
        var settings = new List<string>();
        for (int at = 0; at < args.Length; at++)
        {
            string argument = args[at];
            if (argument.StartsWith("--", StringComparison.Ordinal))
            {
                (string name, string? value) = argument.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals ? (argument[2..equals], argument[(equals + 1)..]) : (argument[2..], null);
                Check(name, usage);
                value ??= at + 1 < args.Length ? args[++at] : throw new SettingException($"--{name} has no value: write --{name}=value.");
                settings.Add($"--{name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)}={value}");
            }
            else if (command is null && Array.Find(usage.Commands, known => known.Name == argument) is { } found)
            {
                command = found;
            }
            else if (command?.Operand is not null && operand is null && !argument.StartsWith('-'))
            {
                operand = argument;
            }
            else
            {
                throw new SettingException($"{argument} is neither a command nor a setting of {Program}. {Hint}");
            }
        }

        return new ProgramCall(command?.Name, operand, [.. settings]);
    }

    // A setting that is taken and not gone by is worse than one that is refused.
    private static void Check(string name, ProgramUsage usage)
    {
        if (!KnownSettings.Contains(name))
            throw new SettingException($"--{name} is no setting of LiveOps. {Hint}");
        if (KnownSettings.IsOfTheEnvironment(name))
            throw new SettingException($"--{name} is read from the environment alone: set {name} there.");
        string section = name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal).Split(ConfigurationPath.KeyDelimiter)[0];
        if (usage.Refused.TryGetValue(section, out string? instead))
            throw new SettingException($"--{name} is not gone by in {Program}: {instead}.");
    }

    private const string Hint = "--help says what there is.";

    private static Assembly Entry => Assembly.GetEntryAssembly() ?? typeof(ProgramArguments).Assembly;

    private static string Program => Entry.GetName().Name!;

    private static string Version => Entry.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? $"{Entry.GetName().Version}";

    private static string Help(ProgramUsage usage)
    {
        string[] commands = [.. usage.Commands.Select(command => $"  {$"{command.Name} {command.Operand}",-18} {command.Does}")];
        return $"""
            {Program} {Version}: {usage.Purpose}

              dotnet {Program}.dll [command] [--NAME=value ...]

            {string.Join(Environment.NewLine, [.. commands, "  --help, --version  answer and end"])}

            Settings, from the environment or as --NAME=value, which goes before it (docs/settings.md says what each does):

              {string.Join(Environment.NewLine + "  ", KnownSettings.Names)}
            """;
    }
}
