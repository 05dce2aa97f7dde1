using System.Globalization;
using LiveOps.Core.Windows;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Leaderboard.Policies;

/// <summary>Reads seasons: <c>"quarters"</c>, or a list of <c>{"id","opensAt","closesAt","cancelled"?}</c> in order, gaps allowed.</summary>
internal static class SeasonsReader
{
    private const int MostSeasons = 1000;

    /// <summary>The seasons, or null for quarters.</summary>
    /// <exception cref="PolicyException">They are too many.</exception>
    public static SeasonText[]? Read(PolicyNode node)
    {
        if (node.Is("quarters"))
            return null;
        if (node.Items.Count > MostSeasons)
            throw node.Wrong($"may be {MostSeasons} at most");
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var seasons = new List<SeasonText>();
        foreach (PolicyNode item in node.Items)
        {
            item.Only("id", "opensAt", "closesAt", "cancelled");
            PolicyNode id = item.Get("id"), opens = item.Get("opensAt"), closes = item.Get("closesAt");
            var season = new SeasonText(id.Id(), opens.Text(), closes.Text(), item.Line, item.Place, item["cancelled"]?.Flag() ?? false);
            if (id.IsFaulty || opens.IsFaulty || closes.IsFaulty)
                continue;
            if (ids.Add(season.Id))
                seasons.Add(season);
            else
                item.Fault($"hold {season.Id} twice");
        }

        return [.. seasons];
    }

    /// <summary>The seasons in a time zone, and apart from them those that are cancelled, which may overlap any; those that make no sense there are left out.</summary>
    /// <param name="texts">The seasons.</param>
    /// <param name="zone">The time zone.</param>
    /// <param name="faults">What is wrong with those that are left out.</param>
    public static (Season[] Seasons, Season[] Cancelled) Resolve(SeasonText[] texts, TimeZoneInfo zone, List<PolicyFault> faults)
    {
        var days = new LocalDays(zone);
        var seasons = new List<Season>(texts.Length);
        var cancelled = new List<Season>();
        foreach (SeasonText text in texts)
        {
            if (Instant(text.OpensAt, days) is not { } opens)
                Wrong(NoTime(text.OpensAt));
            else if (Instant(text.ClosesAt, days) is not { } closes)
                Wrong(NoTime(text.ClosesAt));
            else if (closes <= opens)
                Wrong($"the season {text.Id} closes before it opens");
            else if (text.Cancelled)
                cancelled.Add(new Season(text.Id, opens, closes));
            else if (seasons.Count > 0 && opens < seasons[^1].Closes)
                Wrong($"the season {text.Id} opens before {seasons[^1].Id} closes; seasons stand in order and do not overlap");
            else
                seasons.Add(new Season(text.Id, opens, closes));

            void Wrong(string reason) => faults.Add(new PolicyFault(text.Place, text.Line, reason));
        }

        return ([.. seasons], [.. cancelled]);
    }

    private static string NoTime(string text) => $"{text} is neither a date (2026-11-20) nor a time with its offset (2026-11-20T18:00:00Z)";

    private static long? Instant(string text, LocalDays days)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
            return days.StartOf(date);
        // With its offset: a time without one would be of nobody's zone.
        return Rfc3339.TryParseKept(text, out DateTimeOffset time) ? UnixTicks.Of(time) : null;
    }
}
