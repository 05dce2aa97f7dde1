namespace LiveOps.AppHost.Running;

/// <summary>
/// Settings that are paths. Whoever types the command means them from where they stand; the programs that it starts stand in folders of their own, and would
/// look there. So each is given the whole path.
/// </summary>
internal static class Paths
{
    // LIVEOPS_DATA is not among them: in a cluster it is the AppHost's own.
    private static readonly string[] Settings = ["SECRETS_DIR", "POLICY_DIR", "CONSOLE_DATA", "EXPORT_TO", "REDIS_CA_FILE", "AZURE_FEDERATED_TOKEN_FILE"];

    /// <summary>Gives a program of this machine those that are set, in full.</summary>
    public static IResourceBuilder<ProjectResource> WithPaths(this IResourceBuilder<ProjectResource> program)
    {
        if (program.ApplicationBuilder.ExecutionContext.IsPublishMode)
            return program;
        foreach (string name in Settings)
        {
            if (program.ApplicationBuilder.Configuration[name] is { Length: > 0 } set)
                program.WithEnvironment(name, Whole(set));
        }

        return program;
    }

    /// <summary>Arguments as a program takes them that goes by them before its environment: those that are paths in full.</summary>
    /// <param name="args"><c>--NAME=value</c>, or <c>--NAME value</c>.</param>
    public static string[] Whole(string[] args)
    {
        string[] whole = [.. args];
        for (int at = 0; at < whole.Length; at++)
        {
            int end = whole[at].IndexOf('=', StringComparison.Ordinal);
            string name = end < 0 ? whole[at] : whole[at][..end];
            if (!IsPath(name))
                continue;
            if (end >= 0)
                whole[at] = $"{name}={Whole(whole[at][(end + 1)..])}";
            else if (++at < whole.Length)
                whole[at] = Whole(whole[at]);
        }

        return whole;
    }

    private static bool IsPath(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal) && Settings.Append(DataFolder.Setting).Contains(argument[2..], StringComparer.OrdinalIgnoreCase);

    // Exports may go to an address.
    private static string Whole(string path) => path.Length == 0 || path.Contains("://", StringComparison.Ordinal) ? path : Path.GetFullPath(path);
}
