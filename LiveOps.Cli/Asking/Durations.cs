using System.Globalization;
using LiveOps.Cli.Shell;

namespace LiveOps.Cli.Asking;

/// <summary>Times as people say them: <c>30m</c>, <c>12h</c>, <c>7d</c> from now, or a moment as RFC 3339.</summary>
internal static class Durations
{
    public static DateTimeOffset FromNow(string text, string option, DateTimeOffset now)
    {
        if (text.Length > 1 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0 and < 1_000_000)
        {
            TimeSpan? span = text[^1] switch
            {
                'm' => TimeSpan.FromMinutes(number),
                'h' => TimeSpan.FromHours(number),
                'd' => TimeSpan.FromDays(number),
                _ => null,
            };
            if (span is { } later)
                return now + later;
        }

        return Moment(text, option);
    }

    /// <summary>A moment, with its offset.</summary>
    public static DateTimeOffset Moment(string text, string option) =>
        DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
        && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > 10)
            ? time
            : throw CliFault.Usage($"{option} {PlainText.Of(text)} is no time; say it as 2026-12-01T00:00:00Z{(option == "--expires" ? ", or as 30m, 12h, 7d from now" : "")}.");

    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
