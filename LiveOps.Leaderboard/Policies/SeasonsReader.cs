using System.Globalization;
using System.Text.Json;
using LiveOps.Core.Ids;
using LiveOps.Core.Windows;
using LiveOps.ServiceDefaults.Policies;

namespace LiveOps.Leaderboard.Policies;

/// <summary>Reads seasons: <c>"quarters"</c>, or a list of <c>{"id","opensAt","closesAt"}</c> in order, gaps allowed.</summary>
internal static class SeasonsReader
{
    private const int MostSeasons = 1000;

    /// <summary>The seasons, or null for quarters.</summary>
    public static SeasonText[]? Read(ref PolicyCursor cursor)
    {
        cursor.Next();
        if (cursor.Token == JsonTokenType.String && cursor.CurrentText() == "quarters")
            return null;
        cursor.Expect(JsonTokenType.StartArray, "seasons is \"quarters\" or a list");
        var seasons = new List<SeasonText>();
        while (cursor.NextElement())
        {
            SeasonText season = One(ref cursor);
            if (seasons.Exists(other => other.Id == season.Id))
                throw cursor.Wrong($"the season {season.Id} stands here twice");
            if (seasons.Count == MostSeasons)
                throw cursor.Wrong($"a board has at most {MostSeasons} seasons");
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

    private static SeasonText One(ref PolicyCursor cursor)
    {
        cursor.Expect(JsonTokenType.StartObject, "a season is an object");
        int line = cursor.Line;
        string id = "", opensAt = "", closesAt = "";
        while (cursor.NextProperty(out string name))
        {
            switch (name)
            {
                case "id":
                    id = cursor.Text(name);
                    if (!IdRule.WasValid(id))
                        throw cursor.Wrong("a season's id is 1 to 64 characters of [A-Za-z0-9_.:-]");
                    break;
                case "opensAt":
                    opensAt = cursor.Text(name);
                    break;
                case "closesAt":
                    closesAt = cursor.Text(name);
                    break;
                default:
                    throw cursor.Wrong($"there is no setting {name} of a season; there are id, opensAt and closesAt");
            }
        }

        return id.Length > 0 && opensAt.Length > 0 && closesAt.Length > 0
            ? new SeasonText(id, opensAt, closesAt, line)
            : throw cursor.Wrong("a season has id, opensAt and closesAt");
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
