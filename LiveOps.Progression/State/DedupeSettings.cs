using System.Globalization;
using LiveOps.ServiceDefaults.Settings;

namespace LiveOps.Progression.State;

/// <summary>
/// How long, and how many, applied event ids are remembered: an id for at least half of <c>DEDUPE_HOURS</c>, unless more than half of
/// <c>DEDUPE_CAPACITY</c> others were applied after it; at 21 to 43 bytes each (see <see cref="Core.Ids.RecentIds"/>).
/// </summary>
internal sealed record DedupeSettings(TimeSpan Remember, int Capacity)
{
    private const int DefaultHours = 24, MaxHours = 24 * 366;
    private const int DefaultCapacity = 16_000_000, MinCapacity = 1_000, MaxCapacity = 1_000_000_000;

    public static DedupeSettings Default { get; } = new(TimeSpan.FromHours(DefaultHours), DefaultCapacity);

    /// <exception cref="SettingException">One is no whole number, or out of range.</exception>
    public static DedupeSettings Read(IConfiguration configuration) => new(
        TimeSpan.FromHours(Whole(configuration, "DEDUPE_HOURS", DefaultHours, 1, MaxHours)),
        Whole(configuration, "DEDUPE_CAPACITY", DefaultCapacity, MinCapacity, MaxCapacity));

    private static int Whole(IConfiguration configuration, string name, int otherwise, int min, int max)
    {
        if (configuration[name] is not { Length: > 0 } text)
            return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= min && value <= max
            ? value
            : throw new SettingException($"{name} must be a whole number from {min} to {max}.");
    }
}
