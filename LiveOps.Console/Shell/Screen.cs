using System.Globalization;
using LiveOps.Console.Sessions;
using LiveOps.Console.Words;
using LiveOps.ServiceDefaults.Operators;

namespace LiveOps.Console.Shell;

/// <summary>What every page has: who looks at it, in which words, zone and colours, and what came of the last form.</summary>
public sealed class Screen
{
    /// <summary>The times of day that people choose between; a cookie that names another one that the machine knows holds as well.</summary>
    public static readonly IReadOnlyList<string> Zones = ["UTC", "Asia/Seoul", "Asia/Tokyo", "Europe/Berlin", "Europe/London", "America/New_York", "America/Los_Angeles"];

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

    /// <summary>A word.</summary>
    public string this[string key] => Speech[key];

    /// <summary>A sentence with something in it.</summary>
    public string Say(string key, params object?[] what) => Speech.Say(key, what);

    /// <summary>Whether they may do what takes a role.</summary>
    public bool May(OperatorRole role) => Who?.Role >= role;

    /// <summary>A number as people write it; both languages group by thousands with a comma.</summary>
    public static string Number(double? number) => number is null ? "–" : number.Value.ToString(number == Math.Floor(number.Value) ? "N0" : "N1", CultureInfo.InvariantCulture);

    /// <summary>A time in their zone, with how far that is from UTC.</summary>
    public string Time(DateTimeOffset time)
    {
        DateTimeOffset local = TimeZoneInfo.ConvertTime(time, Zone);
        return local.ToString(local.Offset == TimeSpan.Zero ? "yyyy-MM-dd HH:mm:ss 'UTC'" : "yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);
    }
}
