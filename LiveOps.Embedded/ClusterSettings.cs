using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Embedded;

/// <summary>
/// Settings of where a cluster keeps its data, which the embedded system does not go by: whoever sets them and forgets <c>BUS_KIND</c> is told. It starts all the
/// same: a shell may hold another project's <c>DB_URL</c>.
/// </summary>
internal static class ClusterSettings
{
    private static readonly string[] Names =
    [
        "DB_KIND", "DB_URL", "REDIS_URL", "BUS_REDIS_URL", "AZURE_SERVICEBUS_CONNECTION_STRING", "SQS_URL", "FAIRNESS_URL",
        .. new[] { "progression", "leaderboard", "gateway", "redis", "bus", "servicebus", "servicebusadmin" }.Select(name => "ConnectionStrings__" + name),
    ];

    /// <summary>Those that are set.</summary>
    public static string[] Given(IConfiguration configuration) =>
        [.. Names.Where(name => configuration[name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)] is { Length: > 0 })];

    /// <summary>Refuses what can be nobody's.</summary>
    /// <exception cref="SettingException"><c>DB_KIND</c> is no kind at all.</exception>
    public static void Check(IConfiguration configuration)
    {
        if (configuration["DB_KIND"]?.ToLowerInvariant() is not (null or "" or "mysql" or "postgres"))
            throw new SettingException("DB_KIND must be mysql or postgres.");
    }
}
