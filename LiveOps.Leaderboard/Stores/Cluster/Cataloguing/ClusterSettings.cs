using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Leaderboard.Stores.Cluster.Cataloguing;

/// <summary>What may be set of the boards of a cluster.</summary>
/// <param name="Settle"><c>ROLLOVER_SETTLE_SECONDS</c> (default 30): how long after its grace a period waits for scores that were accepted in time and are still on the bus.</param>
/// <param name="Dedupe"><c>DEDUPE_HOURS</c> (default 24): how long ids of events are remembered.</param>
internal sealed record ClusterSettings(TimeSpan Settle, TimeSpan Dedupe)
{
    public static ClusterSettings Read(IConfiguration configuration) => new(
        TimeSpan.FromSeconds(configuration.GetWhole("ROLLOVER_SETTLE_SECONDS", 30, 0, 86_400)),
        DedupeSettings.Read(configuration).Remember);
}
