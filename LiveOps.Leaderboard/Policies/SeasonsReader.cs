using System.Globalization;
using LiveOps.Core.Windows;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Leaderboard.Policies;

/// <summary>Reads seasons: <c>"quarters"</c>, or a list of <c>{"id","opensAt","closesAt"}</c> in order, gaps allowed.</summary>
internal static class SeasonsReader
{
    private const int MostSeasons = 1000;

    /// <summary>The seasons, or null for quarters.</summary>
    /// <exception cref="PolicyException">They are wrong.</exception>
    public static SeasonText[]? Read(PolicyNode node)
    {
        if (node.Is("quarters"))
            return null;
        if (node.Items.Count > MostSeasons)
            throw node.Wrong($"may be {MostSeasons} at most");
        var seasons = new List<SeasonText>();
        foreach (PolicyNode item in node.Items)
        {
            SeasonText season = One(item);
            if (seasons.Exists(other => other.Id == season.Id))
                throw item.Wrong($"hold {season.Id} twice");
            seasons.Add(season);
        }

        return [.. seasons];
    }

    /// <summary>The seasons in a time zone.</summary>
    public static Season[] Resolve(SeasonText[] texts, TimeZoneInfo zone)
    {
        var days = new LocalDays(zone);
        var seasons = new Season[texts.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            SeasonText text = texts[i];
            seasons[i] = new Season(text.Id, Instant(text.OpensAt, days, text.Line), Instant(text.ClosesAt, days, text.Line));
            if (seasons[i].Closes <= seasons[i].Opens)
                throw new PolicyException($"the season {text.Id} closes before it opens", text.Line);
            if (i > 0 && seasons[i].Opens < seasons[i - 1].Closes)
                throw new PolicyException($"the season {text.Id} opens before {texts[i - 1].Id} closes; seasons stand in order and do not overlap", text.Line);
        }

        return seasons;
    }

    private static SeasonText One(PolicyNode node)
    {
        node.Only("id", "opensAt", "closesAt");
        return new SeasonText(node.Get("id").Id(), node.Get("opensAt").Text(), node.Get("closesAt").Text(), node.Line);
    }

    private static long Instant(string text, LocalDays days, int line)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
            return days.StartOf(date);
        // With its offset: a time without one would be of nobody's zone.
        if (Rfc3339.TryParse(text, out DateTimeOffset time))
            return UnixTicks.Of(time);
        throw new PolicyException($"{text} is neither a date (2026-11-20) nor a time with its offset (2026-11-20T18:00:00Z)", line);
    }
}
