using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace LiveOps.ServiceDefaults.Settings;

/// <summary>Reads single settings, each with its range.</summary>
public static class SettingReader
{
    /// <summary>A whole number within a range; the default when it is not set.</summary>
    /// <exception cref="SettingException">It is no whole number, or outside the range.</exception>
    public static int GetWhole(this IConfiguration configuration, string name, int fallback, int min, int max)
    {
        if (configuration[name] is not { Length: > 0 } text)
            return fallback;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= min && value <= max
            ? value
            : throw new SettingException($"{name} must be a whole number from {min} to {max}.");
    }
}
