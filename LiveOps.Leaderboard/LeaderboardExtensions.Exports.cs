using LiveOps.Leaderboard.Exports;
using LiveOps.Leaderboard.State;
using LiveOps.Leaderboard.Stores.Cluster.Sql;
using LiveOps.ServiceDefaults.Audit;
using LiveOps.ServiceDefaults.Exports;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.ServiceDefaults.Sql;

namespace LiveOps.Leaderboard;

/// <content>What is exported.</content>
public static partial class LeaderboardExtensions
{
    /// <summary>Does the service's nightly batch in a cluster: exports boards, archives the periods that closed and the audit, lets go of what is old.</summary>
    /// <param name="builder">The service's builder, with defaults.</param>
    /// <param name="part">Which part alone; null for all.</param>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static Task RunLeaderboardNightlyAsync(this WebApplicationBuilder builder, string? part)
    {
        builder.AddSqlDatabase<LeaderboardContext>(Service);
        builder.Services.AddSingleton<IAudit, SqlAudit<LeaderboardContext>>();
        foreach (ExportKind kind in Enum.GetValues<ExportKind>())
            builder.Services.AddSingleton<IExportTable>(provider => new SqlBoardsTable(provider.GetRequiredService<SqlDatabase<LeaderboardContext>>(), kind, provider.GetRequiredService<TimeProvider>()));
        return builder.RunNightlyAsync(Service, part);
    }

    private static void AddMemoryTables(this IServiceCollection services)
    {
        foreach (ExportKind kind in Enum.GetValues<ExportKind>())
            services.AddSingleton<IExportTable>(provider => new MemoryBoardsTable(provider.GetRequiredService<LeaderboardState>(), kind, provider.GetRequiredService<TimeProvider>()));
    }
}
