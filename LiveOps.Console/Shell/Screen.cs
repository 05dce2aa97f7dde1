using System.Globalization;
using LiveOps.Console.Sessions;
using LiveOps.Console.Words;
using LiveOps.ServiceDefaults.Operators;

namespace LiveOps.Console.Shell;

/// <summary>What every page has: who looks at it, in which words, zone and colours, and what came of the last form.</summary>
public sealed class Screen
{
    /// <summary>The times of day that every page suggests: all of them would be a tenth of the first page.</summary>
    public static readonly IReadOnlyList<string> Zones = ["UTC", "Asia/Seoul", "Asia/Tokyo", "Europe/Berlin", "Europe/London", "America/New_York", "America/Los_Angeles"];

    /// <summary>Those that the machine knows.</summary>
    public static IReadOnlyList<string> AllZones { get; } =
        ["UTC", .. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Where(id => id.Contains('/', StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>Who; null before they signed in.</summary>
    public SignedIn? Who { get; init; }

    /// <summary>In which words.</summary>
    public required Speech Speech { get; init; }

    /// <summary><c>light</c> or <c>dark</c>; empty for what the browser says.</summary>
    public string Theme { get; init; } = "";

    /// <summary>Whose times of day are shown.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>What proves that a form is ours.</summary>
    public required string FormToken { get; init; }

    /// <summary>The page's own path and query.</summary>
    public required string Path { get; init; }

    /// <summary>What came of the last form.</summary>
    public Notice? Notice { get; init; }

    /// <summary>When the session ends, if that is soon: what is typed then is lost.</summary>
    public DateTimeOffset? Ends { get; init; }

    /// <summary>The time.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>The form that this page answers, where it was not taken: what was typed stands in it again.</summary>
    internal Fields? Refused { get; init; }

    /// <summary>Where that form was sent, without escapes.</summary>
    internal string RefusedAt { get; init; } = "";

    /// <summary>A word.</summary>
    public string this[string key] => Speech[key];

    /// <summary>A sentence with something in it.</summary>
    public string Say(string key, params object?[] what) => Speech.Say(key, what);

    /// <summary>Whether a form was sent there, and not taken.</summary>
    public bool IsRefused(string to) => Refused is not null && Uri.UnescapeDataString(to) == RefusedAt;

    /// <summary>All values that a field had in a form that was sent there and not taken.</summary>
    public IReadOnlyList<string> Typed(string to, string field) => IsRefused(to) ? Refused!.All(field) : [];

    /// <summary>Whether they may do what takes a role.</summary>
    public bool May(OperatorRole role) => Who?.Role >= role;

    /// <summary>A number as people write it; both languages group by thousands with a comma.</summary>
    public static string Number(double? number) => number is null ? "–" : number.Value.ToString(number == Math.Floor(number.Value) ? "N0" : "N1", CultureInfo.InvariantCulture);

    /// <summary>A time in their zone, with how far that is from UTC.</summary>
    public string Time(DateTimeOffset time) => Time(time, Zone, "yyyy-MM-dd HH:mm:ss");

    /// <summary>A time in a zone, with how far that is from UTC.</summary>
    public static string Time(DateTimeOffset time, TimeZoneInfo zone, string format)
    {
        DateTimeOffset local = TimeZoneInfo.ConvertTime(time, zone);
        return local.ToString(local.Offset == TimeSpan.Zero ? format + " 'UTC'" : format + " zzz", CultureInfo.InvariantCulture);
    }
}
