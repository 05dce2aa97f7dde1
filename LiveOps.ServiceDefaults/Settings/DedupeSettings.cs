using Microsoft.Extensions.Configuration;

namespace LiveOps.ServiceDefaults.Settings;

/// <summary>
/// How long, and how many, applied event ids are remembered: an id for at least half of <c>DEDUPE_HOURS</c>, unless more than half of
/// <c>DEDUPE_CAPACITY</c> others were applied after it; at 22 to 45 bytes each (see <see cref="Core.Ids.RecentIds"/>). In SQL: for all of the time, and any number.
/// </summary>
/// <param name="Remember">For how long.</param>
/// <param name="Capacity">How many.</param>
public sealed record DedupeSettings(TimeSpan Remember, int Capacity)
{
    private const int DefaultHours = 24, MaxHours = 24 * 366;
    private const int DefaultCapacity = 16_000_000, MinCapacity = 1_000, MaxCapacity = 500_000_000;

    /// <summary>Where nothing is set.</summary>
    public static DedupeSettings Default { get; } = new(TimeSpan.FromHours(DefaultHours), DefaultCapacity);

    /// <summary>Reads both.</summary>
    /// <exception cref="SettingException">One is no whole number, or out of range.</exception>
    public static DedupeSettings Read(IConfiguration configuration) => new(
        TimeSpan.FromHours(configuration.GetWhole("DEDUPE_HOURS", DefaultHours, 1, MaxHours)),
        configuration.GetWhole("DEDUPE_CAPACITY", DefaultCapacity, MinCapacity, MaxCapacity));
}
