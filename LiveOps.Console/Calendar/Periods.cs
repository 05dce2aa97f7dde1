using LiveOps.Console.Services;

namespace LiveOps.Console.Calendar;

/// <summary>When periods of boards close and open, and with them what is played in them.</summary>
internal static class Periods
{
    /// <param name="boards">The boards.</param>
    /// <param name="events">The live events: the periods of their boards are theirs, and not told twice.</param>
    /// <param name="leagues">The document that names the leagues.</param>
    /// <param name="end">Before when.</param>
    public static IEnumerable<Happening> Of(Answer boards, Answer events, Answer leagues, DateTimeOffset end)
    {
        HashSet<string> ofEvents = [.. events.Json["liveEvents"].Items.Select(one => one["board"].Text("name"))];
        ILookup<(string, string), string> played = leagues.Json["leagues"].Members.ToLookup(league => (league.Value.Text("board"), league.Value.Text("window")), league => league.Name);
        foreach (Part board in boards.Json["boards"].Items)
        {
            (string name, string zone) = (board.Text("board"), board.Text("timeZone"));
            foreach (Part window in ofEvents.Contains(name) ? [] : board["windows"].Items)
            {
                (string kind, string period) = (window.Text("window"), window.Text("period"));
                string path = $"/boards/{Uri.EscapeDataString(name)}/{Uri.EscapeDataString(kind)}";
                if (period.Length == 0)
                {
                    if (window.Time("opensAt") is { } opens)
                        yield return new Happening(opens, "opens", "board", name, path, zone);
                    continue;
                }

                if (window.Time("closesAt") is not { } first)
                    continue;
                IEnumerable<DateTimeOffset> all = kind is "daily" or "weekly" ? Later(first, kind == "daily" ? 1 : 7, zone, end).Prepend(first) : [first];
                foreach (DateTimeOffset at in all)
                {
                    yield return new Happening(at, "closes", "board", $"{name} {(at == first ? period : kind)}", path, zone);
                    foreach (string league in played[(name, kind)])
                        yield return new Happening(at, "closes", "league", league, $"/leagues/{Uri.EscapeDataString(league)}", zone);
                }
            }
        }
    }

    // Days and weeks go on closing, at the same time of the game's day. Seasons are as somebody sets them.
    private static IEnumerable<DateTimeOffset> Later(DateTimeOffset first, int days, string zone, DateTimeOffset end)
    {
        TimeZoneInfo game = TimeZoneInfo.TryFindSystemTimeZoneById(zone, out TimeZoneInfo? found) ? found : TimeZoneInfo.Utc;
        DateTime local = TimeZoneInfo.ConvertTime(first, game).DateTime;
        for (int n = 1; n <= 28; n++)
        {
            DateTime next = local.AddDays(days * n);
            var at = new DateTimeOffset(next, game.GetUtcOffset(next));
            if (at >= end)
                yield break;
            yield return at;
        }
    }
}
