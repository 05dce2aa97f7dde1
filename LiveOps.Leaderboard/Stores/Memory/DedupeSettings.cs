using LiveOps.Core.Events;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Leaderboard.Stores.Memory;

/// <summary>How long, and how many, event ids are remembered: <c>DEDUPE_HOURS</c> (default 24) and <c>DEDUPE_CAPACITY</c> (default 16,777,216).</summary>
internal static class DedupeSettings
{
    public static RecentEvents Read(IConfiguration configuration) => new(
        TimeSpan.FromHours(configuration.GetWhole("DEDUPE_HOURS", 24, 1, 24 * 365)),
        configuration.GetWhole("DEDUPE_CAPACITY", 1 << 24, 1024, 1 << 30));
}
