using LiveOps.Leaderboard.Policies;

namespace LiveOps.Leaderboard.Stores.Cluster;

/// <summary>Says at the start that leagues which lie in <c>POLICY_DIR</c> are not played: a cluster has none yet.</summary>
internal sealed partial class UnplayedLeagues(IConfiguration configuration, ILogger<UnplayedLeagues> logger) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (configuration["POLICY_DIR"] is { Length: > 0 } folder && File.Exists(Path.Combine(folder, Documents.Leagues.File + ".json")))
            Log.Unplayed(logger, Documents.Leagues.File);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "POLICY_DIR has {File}.json, and nobody reads it: leagues are played in the embedded system only, a cluster has none yet.")]
        public static partial void Unplayed(ILogger logger, string file);
    }
}
