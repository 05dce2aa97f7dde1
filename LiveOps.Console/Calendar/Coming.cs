using LiveOps.Console.Services;
using LiveOps.Console.Shell;

namespace LiveOps.Console.Calendar;

/// <summary>What comes within a time.</summary>
/// <param name="Happenings">The next first.</param>
/// <param name="Down">Services that did not say.</param>
/// <param name="MoreBoards">How many boards were not looked at.</param>
public sealed record Coming(IReadOnlyList<Happening> Happenings, IReadOnlyList<string> Down, long MoreBoards)
{
    private static readonly (string Policy, string Service)[] Policies =
    [
        ("boards", ServiceNames.Leaderboard), ("leagues", ServiceNames.Leaderboard), ("live-events", ServiceNames.Leaderboard), ("fairness", ServiceNames.Fairness), ("progression", ServiceNames.Progression),
    ];

    /// <summary>Asks for it: nine calls, side by side.</summary>
    internal static async Task<Coming> AskAsync(Desk desk, DateTimeOffset now, DateTimeOffset end)
    {
        Task<Answer> asked = desk.GetAsync(ServiceNames.Leaderboard, $"/v1/leaderboards", ("limit", "1000"));
        Task<Answer> askedEvents = desk.GetAsync(ServiceNames.Leaderboard, $"/v1/live-events", ("limit", "500"));
        Task<Answer> askedLeagues = desk.GetAsync(ServiceNames.Leaderboard, $"/v1/policies/leagues");
        Task<Answer> askedRules = desk.GetAsync(ServiceNames.Leaderboard, $"/v1/policies/boards");
        Task<(string Policy, string Service, Answer Answer)>[] scheduled = [.. Policies.Select(async one => (one.Policy, one.Service, await desk.GetAsync(one.Service, $"/v1/policies/{one.Policy}/scheduled")))];
        await Task.WhenAll([asked, askedEvents, askedLeagues, askedRules, .. scheduled]);
        Answer boards = await asked, events = await askedEvents, leagues = await askedLeagues, rules = await askedRules;
        (string Policy, string Service, Answer Answer)[] changes = await Task.WhenAll(scheduled);
        IEnumerable<Happening> all = Periods.Of(boards, rules, events, leagues, end).Concat(LiveEvents(events)).Concat(changes.SelectMany(one => Changes(one.Policy, one.Answer)));
        // A leaderboard of a former version has no leagues in a cluster, and no document of them.
        IEnumerable<string> down = changes.Where(one => !IsHad(one.Answer)).Select(one => one.Service).Concat(IsHad(boards) && IsHad(rules) && IsHad(events) && IsHad(leagues) ? [] : [ServiceNames.Leaderboard]);
        return new Coming(
            [.. all.Where(one => one.At >= now && one.At < end).OrderBy(one => one.At).ThenBy(one => one.Kind, StringComparer.Ordinal).ThenBy(one => one.Of, StringComparer.Ordinal)],
            [.. down.Distinct()],
            Math.Max(0, (boards.Json.Number("total") ?? 0) - boards.Json["boards"].Items.Count)); // the service counts boards, and shows a thousand of them
    }

    private static bool IsHad(Answer answer) => answer.IsGood || answer.Status == StatusCodes.Status404NotFound;

    private static IEnumerable<Happening> LiveEvents(Answer events) =>
        from one in events.Json["liveEvents"].Items
        from time in new[] { (At: one.Time("opensAt"), What: "opens"), (At: one.Time("closesAt"), What: "closes") }
        where time.At is not null
        select new Happening(time.At!.Value, time.What, "live-event", one.Text("title") is { Length: > 0 } title ? title : one.Text("id"), $"/live-events/{Uri.EscapeDataString(one.Text("id"))}", "UTC");

    private static IEnumerable<Happening> Changes(string policy, Answer scheduled) =>
        from version in scheduled.Json["scheduled"].Items
        where version.Time("effectiveAt") is not null
        select new Happening(version.Time("effectiveAt")!.Value, "policy", "document", $"{policy} {version.Text("version")}", $"/policies/{policy}/versions/{Uri.EscapeDataString(version.Text("version"))}", "UTC");
}
