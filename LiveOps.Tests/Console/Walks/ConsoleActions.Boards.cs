using LiveOps.ServiceDefaults.Operators;
using static LiveOps.Tests.Console.Walks.ConsoleField;

namespace LiveOps.Tests.Console.Walks;

/// <content>What is done on boards, and what ends.</content>
internal static partial class ConsoleActions
{
    private static IEnumerable<ConsoleAction> OfBoards(Stage stage)
    {
        string page = $"/boards/{stage.Board}/all", rollOver = $"/boards/{stage.Board}/weekly/rollover";
        yield return new("/boards/{board}/{window}", "hide", OperatorRole.Moderator, page, page, () => HiddenAsync(stage, stage.Player(2), true), Tick("player", stage.Player(2)), Reason) { Done = "hidden" };
        yield return new("/boards/hidden", "", OperatorRole.Moderator, "/boards/hidden", "/boards/hidden", () => HiddenAsync(stage, stage.Player(2), false), Tick("player", stage.Player(2)), Reason) { Done = "shown" };
        yield return new(
            "/boards/{board}/{window}", "remove", OperatorRole.Operator, page, page,
            () => stage.System.GoneAsync("leaderboard", $"/v1/leaderboards/{stage.Board}/all/players/{stage.Player(7)}"), Tick("player", stage.Player(7)), Reason)
        {
            Done = "removed",
        };
        yield return new(
            "/boards/{board}/{window}/rollover", "", OperatorRole.Operator, rollOver, rollOver,
            () => stage.System.EventuallyAsync("leaderboard", $"/v1/leaderboards/{stage.Board}/weekly", board => board.GetProperty("period").GetString()!.EndsWith("~2", StringComparison.Ordinal)), Reason)
        {
            Done = "rolled-over",
        };
    }

    private static IEnumerable<ConsoleAction> OfEnds(Stage stage)
    {
        string end = $"{DateTimeOffset.UtcNow.AddDays(9):yyyy-MM-dd'T'HH:mm}", board = $"/boards/{stage.Board}/seasonal/end", cup = $"/live-events/{stage.Cup}/end";
        foreach ((string route, string page, string done, string seen) in new[]
        {
            ("/boards/{board}/seasonal/end", board, "season-moved", $"/v1/leaderboards/{stage.Board}/seasonal"), ("/live-events/{id}/end", cup, "live-event-moved", $"/v1/live-events/{stage.Cup}"),
        })
        {
            yield return new(route, "try", OperatorRole.Operator, page, page, null, Type("closesAt", end), Reason);
            yield return new(
                route, "save", OperatorRole.Operator, page, page,
                () => stage.System.EventuallyAsync("leaderboard", seen, one => one.GetProperty("closesAt").GetString() == end + ":00Z"), Type("closesAt", end), Reason)
            {
                First = "try",
                Done = done,
            };
        }
    }
}
