using System.Globalization;
using System.Text.RegularExpressions;

namespace LiveOps.Tests.Monitoring.Live;

/// <summary>Makes a minute of rules and of Alertmanager a second, and changes nothing else: names of what is recorded stay as they are.</summary>
internal static partial class ShortTimes
{
    /// <summary>How many times shorter.</summary>
    public const int Times = 60;

    /// <summary>The text of a file with every time in it that much shorter.</summary>
    public static string In(string text) => Written().Replace(text, found => found.Groups["before"].Value + Short(found.Groups["number"].Value, found.Groups["unit"].Value));

    private static string Short(string number, string unit)
    {
        long milliseconds = long.Parse(number, CultureInfo.InvariantCulture) * unit switch { "s" => 1_000L, "m" => 60_000L, "h" => 3_600_000L, "d" => 86_400_000L, _ => 604_800_000L };
        return (milliseconds / Times).ToString(CultureInfo.InvariantCulture) + "ms";
    }

    // A window of a range, an offset, or what a member of YAML is told.
    [GeneratedRegex(@"(?<before>\[|offset |(?:for|keep_firing_for|interval|group_wait|group_interval|repeat_interval|resolve_timeout): )(?<number>\d+)(?<unit>[smhdw])(?=\b)")]
    private static partial Regex Written();
}
