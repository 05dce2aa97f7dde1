using System.Globalization;
using LiveOps.Console.Services;
using LiveOps.Console.Shell;

namespace LiveOps.Console.Calendar;

/// <summary>What comes in the next weeks: running periods that close, seasons that open, documents that come into force.</summary>
internal static class CalendarEndpoints
{
    private static readonly (string Policy, string Service)[] Policies = [("boards", ServiceNames.Leaderboard), ("fairness", ServiceNames.Fairness), ("progression", ServiceNames.Progression)];

    public static void MapCalendar(this IEndpointRouteBuilder routes) => routes.MapGet("/calendar", PageAsync);

    private static async Task<IResult> PageAsync(Desk desk, TimeProvider clock, string? weeks = null)
    {
        int length = int.TryParse(weeks, NumberStyles.None, CultureInfo.InvariantCulture, out int asked) && asked is 1 or 2 or 4 ? asked : 2;
        DateTimeOffset now = clock.GetUtcNow(), end = now.AddDays(7 * length);
        Task<Answer> boards = desk.GetAsync(ServiceNames.Leaderboard, $"/v1/leaderboards", ("limit", "1000"));
        Task<(string Policy, string Service, Answer Answer)>[] scheduled = [.. Policies.Select(async one => (one.Policy, one.Service, await desk.GetAsync(one.Service, $"/v1/policies/{one.Policy}/scheduled")))];
        await Task.WhenAll([boards, .. scheduled]);
        Answer periods = await boards;
        (string Policy, string Service, Answer Answer)[] changes = await Task.WhenAll(scheduled);
        // The service counts boards, and shows a thousand of them.
        long hidden = Math.Max(0, (periods.Json.Number("total") ?? 0) - periods.Json["boards"].Items.Count);
        IEnumerable<Happening> all = Boards(periods).Concat(Repeats(periods, end)).Concat(changes.SelectMany(one => Changes(one.Policy, one.Answer))).Where(one => one.At >= now && one.At < end);
        return desk.Page<CalendarPage>(
            null, ("Weeks", length), ("MoreBoards", hidden), ("Happenings", (IReadOnlyList<Happening>)[.. all.OrderBy(one => one.At).ThenBy(one => one.Of, StringComparer.Ordinal)]),
            ("Down", (IReadOnlyList<string>)[.. changes.Where(one => !one.Answer.IsGood).Select(one => one.Service).Concat(periods.IsGood ? [] : [ServiceNames.Leaderboard]).Distinct()]));
    }

    private static IEnumerable<Happening> Boards(Answer boards) =>
        from board in boards.Json["boards"].Items
        from window in board["windows"].Items
        let path = $"/boards/{Uri.EscapeDataString(board.Text("board"))}/{Uri.EscapeDataString(window.Text("window"))}"
        from one in new[] { (Time: window.Time("closesAt"), What: window.Text("period").Length > 0 ? "closes" : ""), (Time: window.Time("opensAt"), What: window.Text("period").Length > 0 ? "" : "opens") }
        where one.Time is not null && one.What.Length > 0
        select new Happening(one.Time!.Value, one.What, $"{board.Text("board")} {window.Text("period")}".TrimEnd(), path, board.Text("timeZone"));

    // Days and weeks go on closing, at the same time of the game's day. Seasons are as somebody sets them.
    private static IEnumerable<Happening> Repeats(Answer boards, DateTimeOffset end) =>
        from board in boards.Json["boards"].Items
        from window in board["windows"].Items
        let name = window.Text("window")
        where (name is "daily" or "weekly") && window.Time("closesAt") is not null
        from at in Later(window.Time("closesAt")!.Value, name == "daily" ? 1 : 7, board.Text("timeZone"), end)
        select new Happening(at, "closes", $"{board.Text("board")} {name}", $"/boards/{Uri.EscapeDataString(board.Text("board"))}/{name}", board.Text("timeZone"));

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

    private static IEnumerable<Happening> Changes(string policy, Answer scheduled) =>
        from version in scheduled.Json["scheduled"].Items
        where version.Time("effectiveAt") is not null
        select new Happening(version.Time("effectiveAt")!.Value, "policy", $"{policy} {version.Text("version")}", $"/policies/{policy}/versions/{Uri.EscapeDataString(version.Text("version"))}", "UTC");
}
