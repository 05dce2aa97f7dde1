using System.Globalization;
using LiveOps.Core.Ids;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Leaderboard.Hosting;

/// <summary>How long, and how many, event ids are remembered: <c>DEDUPE_HOURS</c> (default 24) and <c>DEDUPE_CAPACITY</c> (default 16,777,216).</summary>
internal static class DedupeSettings
{
    private const int DefaultHours = 24, MostHours = 24 * 365;
    private const int DefaultCapacity = 1 << 24, LeastCapacity = 1024, MostCapacity = 1 << 30;

    public static RecentIds Read(IConfiguration configuration) => new(
        TimeSpan.FromHours(Number(configuration, "DEDUPE_HOURS", DefaultHours, 1, MostHours)),
        Number(configuration, "DEDUPE_CAPACITY", DefaultCapacity, LeastCapacity, MostCapacity));

    private static int Number(IConfiguration configuration, string name, int otherwise, int least, int most) => configuration[name] switch
    {
        null or "" => otherwise,
        string text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most => value,
        _ => throw new SettingException($"{name} must be a whole number from {least} to {most}."),
    };
}
