using LiveOps.Console.Services;

namespace LiveOps.Console.Calendar;

/// <summary>When periods of boards close and open, and with them what is played in them.</summary>
internal static class Periods
{
    /// <param name="boards">The boards.</param>
    /// <param name="document">Their document: it names the seasons that are still to come.</param>
    /// <param name="events">The live events: the periods of their boards are theirs, and not told twice.</param>
    /// <param name="leagues">The document that names the leagues.</param>
    /// <param name="end">Before when.</param>
    public static IEnumerable<Happening> Of(Answer boards, Answer document, Answer events, Answer leagues, DateTimeOffset end)
    {
        HashSet<string> ofEvents = [.. events.Json["liveEvents"].Items.Select(one => one["board"].Text("name"))];
        ILookup<(string, string), string> played = leagues.Json["leagues"].Members.ToLookup(league => (league.Value.Text("board"), league.Value.Text("window")), league => league.Name);
        return boards.Json["boards"].Items.Where(board => !ofEvents.Contains(board.Text("board")))
            .SelectMany(board => board["windows"].Items, (board, window) => Of(board, window, document.Json, end)).SelectMany(found => found)
            .Concat(NotYetThere(boards, document.Json).Where(one => !ofEvents.Contains(one.Of)))
            .SelectMany(one => one.What == "closes" ? Leagues(one).Prepend(one) : [one]);

        IEnumerable<Happening> Leagues(Happening closes) =>
            from league in played[(closes.Of.Split(' ')[0], closes.Window)]
            select closes with { Kind = "league", Of = league, Link = $"/leagues/{Uri.EscapeDataString(league)}" };
    }

    private static List<Happening> Of(Part board, Part window, Part document, DateTimeOffset end)
    {
        (string name, string zone, string kind, string period) = (board.Text("board"), board.Text("timeZone"), window.Text("window"), window.Text("period"));
        var one = new Happening(default, "closes", "board", name, $"/boards/{Uri.EscapeDataString(name)}/{Uri.EscapeDataString(kind)}", zone) { Window = kind };
        List<Happening> all = [];
        if (period.Length == 0 && window.Time("opensAt") is { } opens)
            all.Add(one with { At = opens, What = "opens" });
        if (period.Length > 0 && window.Time("closesAt") is { } closes)
            all.Add(one with { At = closes, Of = $"{name} {period}" });
        if (kind == "seasonal")
            all.AddRange(Seasons(document, name, zone).Where(season => !all.Any(known => known.At == season.At && known.What == season.What)).Select(season => season with { Link = one.Link }).ToList());
        else if (kind is "daily" or "weekly" && period.Length > 0) // days and weeks go on closing, when the game's day does
            all.AddRange(all.SelectMany(first => GameDays.Of(zone).After(first.At, kind == "daily" ? 1 : 7, end)).ToList().Select(at => one with { At = at, Of = $"{name} {kind}" }));
        return all;
    }

    // What a document says of a board's seasons: its own, else those of all boards. Quarters follow one another, and one of them closes when the next opens.
    private static IEnumerable<Happening> Seasons(Part document, string board, string zone)
    {
        Part rules = document["boards"][board];
        var days = GameDays.Of(zone);
        return from season in (rules["seasons"].Is ? rules : document["default"])["seasons"].Items
               where !season.IsTrue("cancelled")
               from time in new[] { (At: days.Read(season.Text("opensAt")), What: "opens"), (At: days.Read(season.Text("closesAt")), What: "closes") }
               where time.At is not null
               select new Happening(time.At!.Value, time.What, "board", $"{board} {season.Text("id")}", "/policies/boards", zone) { Window = "seasonal" };
    }

    // Boards that are named, and that no score has made yet.
    private static IEnumerable<Happening> NotYetThere(Answer boards, Part document)
    {
        HashSet<string> there = [.. boards.Json["boards"].Items.Select(board => board.Text("board"))];
        if (!boards.IsGood || boards.Json.Number("total") > there.Count) // those that were not looked at are counted
            return [];
        return document["boards"].Members.Where(board => !there.Contains(board.Name) && Rule(board.Value, "windows").Items.Any(window => window.ToString() == "seasonal"))
            .SelectMany(board => Seasons(document, board.Name, Rule(board.Value, "timeZone").ToString() is { Length: > 0 } zone ? zone : "UTC"));

        Part Rule(Part board, string name) => board[name].Is ? board[name] : document["default"][name];
    }
}
