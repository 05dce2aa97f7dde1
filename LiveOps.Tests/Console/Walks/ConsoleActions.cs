using LiveOps.ServiceDefaults.Operators;
using static LiveOps.Tests.Console.Walks.ConsoleField;

namespace LiveOps.Tests.Console.Walks;

/// <summary>All that can be done in the console, in an order in which it can be: <see cref="ConsoleRoutes"/> and the forms of its pages tell whether something is missing.</summary>
internal static partial class ConsoleActions
{
    /// <summary>Which of them a service knows nothing of afterwards.</summary>
    public static bool ChangesNothing(ConsoleAction action) => action is { Route: "/preferences" or "/players/{id}/receipt" } or { Does: "try" or "validate" or "diff" or "dry-run" };

    /// <summary>Those of somebody who has signed in already, about what stands on a stage.</summary>
    public static IReadOnlyList<ConsoleAction> Of(Stage stage) =>
    [
        new("/preferences", "", OperatorRole.Viewer, "/", "/preferences", null, Pick("theme", "dark")) { Shows = "html[data-theme=dark]" },
        .. OfPlayers(stage), .. OfBoards(stage), .. OfEnds(stage), .. OfCases(stage), .. OfDocuments(stage), .. OfWebhooks(stage), .. OfLetters(stage), .. AtLast(stage),
    ];

    /// <summary>Signing in, and out.</summary>
    public static IReadOnlyList<ConsoleAction> OfSessions(string token) =>
    [
        SignIn(token, "ann"),
        new("/sign-out", "here", OperatorRole.Viewer, "/boards", "/sign-out", null) { Done = "signed-out" },
        SignIn(token, "ann"),
        new("/sign-out", "everywhere", OperatorRole.Viewer, "/boards", "/sign-out", null) { Done = "signed-out" },
    ];

    public static ConsoleAction SignIn(string token, string name) => new("/sign-in", "", OperatorRole.None, "/sign-in", "/sign-in", null, Type("token", token), Type("name", name)) { Done = "signed-in" };

    private static IEnumerable<ConsoleAction> OfCases(Stage stage)
    {
        yield return Decide("watch", () => stage.System.EventuallyAsync("fairness", $"/v1/reviews/{stage.Case}", one => one.GetProperty("decisions")[0] is var last && last.GetProperty("decision").GetString() == "watch" && last.GetProperty("reason").GetString() == Stage.Hostile));
        yield return Decide("block", () => stage.System.EventuallyAsync("fairness", $"/v1/players/{stage.Jumper}/standing", standing => standing.GetProperty("reason").GetString() == Stage.Hostile));
        yield return new(
            "/review/{id}/undo", "", OperatorRole.Moderator, stage.CasePath, $"{stage.CasePath}/undo",
            () => stage.System.EventuallyAsync("fairness", $"/v1/players/{stage.Jumper}/standing", standing => standing.GetProperty("status").GetString() == "ok"), Reason)
        {
            Done = "case-undone",
        };
        yield return Decide("clear", () => stage.System.EventuallyAsync("fairness", $"/v1/reviews?player={stage.Jumper}&status=cleared", cases => cases.GetProperty("reviews").GetArrayLength() == 1));

        ConsoleAction Decide(string what, Func<Task> seen) => new("/review/{id}/decide", what, OperatorRole.Moderator, stage.CasePath, $"{stage.CasePath}/decide", seen, Reason) { Done = $"case-{what}" };
    }

    private static IEnumerable<ConsoleAction> OfLetters(Stage stage)
    {
        const string Page = "/dead-letters?service=progression";
        string player = stage.Player(8), forgotten = "";
        yield return new(
            "/dead-letters", "replay", OperatorRole.Operator, Page, "/dead-letters",
            () => stage.System.EventuallyAsync("progression", $"/v1/players/{player}", one => one.GetProperty("xp").GetInt64() == 7), Tick("id", stage.Letter), Reason)
        {
            Done = "replayed",
        };
        yield return new("/dead-letters", "forget", OperatorRole.Operator, Page, "/dead-letters", () => stage.System.GoneAsync("progression", $"/v1/dead-letters/{forgotten}"), Tick("id", "{number}"), Reason)
        {
            Number = async () => forgotten = await stage.System.SetAsideAsync(player),
            Done = "forgotten",
        };
    }
}
