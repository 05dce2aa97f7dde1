using LiveOps.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;

namespace LiveOps.ServiceDefaults.Policies.DryRuns;

/// <summary>What a dry run may cost.</summary>
/// <param name="Time"><c>DRY_RUN_SECONDS</c> (default 10): after so long it answers what it has found.</param>
/// <param name="History"><c>DRY_RUN_HOURS</c> (default 24): how far back accepted events are looked at, as far as they are kept.</param>
/// <param name="Players"><c>DRY_RUN_PLAYERS</c> (default 100,000): how many players' conduct is held in memory, some kilobyte each.</param>
public sealed record DryRunSettings(TimeSpan Time, TimeSpan History, int Players)
{
    /// <summary>From the configuration.</summary>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static DryRunSettings Read(IConfiguration configuration) => new(
        TimeSpan.FromSeconds(configuration.GetWhole("DRY_RUN_SECONDS", fallback: 10, min: 1, max: 300)),
        TimeSpan.FromHours(configuration.GetWhole("DRY_RUN_HOURS", fallback: 24, min: 1, max: 168)),
        configuration.GetWhole("DRY_RUN_PLAYERS", fallback: 100_000, min: 1, max: 5_000_000));
}
