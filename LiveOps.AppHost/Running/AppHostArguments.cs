using System.Reflection;

namespace LiveOps.AppHost.Running;

/// <summary>What the command may be called with: settings as <c>--NAME=value</c> or <c>--NAME value</c>, Aspire's own among them, and two questions.</summary>
internal static class AppHostArguments
{
    private const string Help = """
        LiveOps: the whole system on this machine, embedded in one process or as a cluster, and what is published for AKS.

          dotnet run --project LiveOps.AppHost [--launch-profile cluster] [-- --NAME=value ...]
          dotnet run --project LiveOps.AppHost -- --operation publish --step publish --output-path aspire-manifest

          --help, --version  answer and end

        docs/settings.md says what each setting does.
        """;

    /// <summary>The answer, where only help or the version is asked for; else null.</summary>
    public static string? Answer(string[] args) => Array.Exists(args, argument => argument is "--help" or "-h" or "-?") ? Help
        : Array.Exists(args, argument => argument is "--version") ? $"LiveOps.AppHost {Version}"
        : null;

    /// <summary>Refuses a word that is neither a setting nor the value of one, and a setting that nobody knows: mistyped, it would else start the system.</summary>
    /// <exception cref="StartException">There is one.</exception>
    public static void Check(string[] args)
    {
        for (int at = 0; at < args.Length; at++)
        {
            if (!args[at].StartsWith("--", StringComparison.Ordinal))
                throw new StartException($"{args[at]} is no setting. --help says what there is.");
            if (!KnownArguments.Contains(args[at].Split('=')[0][2..]))
                throw new StartException($"{args[at].Split('=')[0]} is no setting, neither of LiveOps nor of Aspire. --help says what there is.");
            if (!args[at].Contains('=', StringComparison.Ordinal) && ++at == args.Length)
                throw new StartException($"{args[^1]} has no value: write {args[^1]}=value. --help says what there is.");
        }
    }

    private static string? Version => typeof(AppHostArguments).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
}
