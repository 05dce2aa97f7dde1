using System.Text.Json;
using LiveOps.Core.Audit;
using LiveOps.Core.Problems;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.Stores;
using LiveOps.ServiceDefaults.OpenApi;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.ServiceDefaults.Operators.Endpoints;

namespace LiveOps.Leaderboard.Endpoints;

/// <summary>What operators may do. When a call is answered, it is durable and done.</summary>
internal static class OperatorEndpoints
{
    private const string Json = "application/json", Any = "*/*";

    public static void MapOperators(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder operators = routes.MapGroup("/v1/leaderboards").InSection("operators", "What operators may do.").RequireOperator().Refuses(ProblemTypes.Unavailable);
        operators.MapPut("/players/{id}/hidden", Hide).WithName("hidePlayer").Produces(204).TakesReason()
            .WithSummary("Hides a player on every board, past periods and the hall of fame included; ranks close up. Scores go on being counted.");
        operators.MapDelete("/players/{id}/hidden", Show).WithName("showPlayer").Produces(204).TakesReason()
            .WithSummary("Shows a hidden player again, where the scores belong.");
        operators.MapGet("/hidden", Hidden).WithName("listHidden").Produces<HiddenBody>().Takes(Description.Page)
            .WithSummary("Who is hidden, by id: by an operator, or for as long as a block lasts; limit 1 to 1000, by default 100.");
        operators.MapDelete("/{board}", Drop).WithName("dropBoard").TakesReason().Produces<DroppedBody>().Refuses(ProblemTypes.UnknownBoard)
            .WithSummary("Drops a board with all its windows, history and hall of fame, and says what that was. A later score makes it anew; one that the policy names is there again at once, empty.");
        operators.MapDelete("/{board}/{window}/players/{id}", Remove).WithName("removeScore").TakesReason().Produces(204).OfWindow().Refuses(ProblemTypes.NotRanked)
            .WithSummary("Removes a player's score from a window: from the running period, and from one that is past but not closed yet.");
        operators.MapPost("/hide", HideNamed).WithName("hideNamedPlayer").Takes(CallParameter.Reason).Reads<NamedPlayer>()
            .WithSummary("Hides the player whose id stands in the body: also one that no path can carry, . or .., accepted before those were refused.");
        operators.MapPost("/show", ShowNamed).WithName("showNamedPlayer").Takes(CallParameter.Reason).Reads<NamedPlayer>()
            .WithSummary("Shows the hidden player whose id stands in the body.");
        operators.MapPost("/remove", RemoveNamed).WithName("removeNamedScore").Takes(CallParameter.Reason).Reads<NamedScore>().Refuses(ProblemTypes.UnknownBoard, ProblemTypes.UnknownWindow, ProblemTypes.NotRanked)
            .WithSummary("Removes the score of the player whose id stands in the body, on the board and window that stand there.");
        operators.MapPost("/drop", DropNamed).WithName("dropNamedBoard").Takes(CallParameter.Reason).Accepts<NamedBoard>(Json, Any).Produces<DroppedBody>().Refuses(ProblemTypes.UnknownBoard, ProblemTypes.MalformedBody, ProblemTypes.PayloadTooLarge)
            .WithSummary("Drops the board whose id stands in the body, and says what that was.");
        operators.MapPost("/{board}/{window}/rollover", RollOver).WithName("rollOver").TakesReason().Produces<RolledOverBody>().OfWindow().Refuses(ProblemTypes.NothingToRollOver, ProblemTypes.StalePeriod)
            .Takes(CallParameter.Query("period", "The period that is to end, as the page of the window names it: where another runs by now, nothing is ended. Absent for whichever runs.", SchemaParts.Text()))
            .WithSummary("Ends the running period of a window now; what is left of it is a period of its own. 409 when it is not the one that was named, and when nobody has scored in it yet, so asking again changes nothing.");
    }

    private static async Task<IResult> Hide(string id, HttpContext context, IBoardStore boards, string? reason = null) =>
        Parameters.Player(id) ?? OperatorReason.Check(reason) ?? await boards.HideAsync(id, OfPlayer(context, "hide", id, reason)) ?? Results.NoContent();

    private static async Task<IResult> Show(string id, HttpContext context, IBoardStore boards, string? reason = null) =>
        Parameters.Player(id) ?? OperatorReason.Check(reason) ?? await boards.ShowAsync(id, OfPlayer(context, "show", id, reason)) ?? Results.NoContent();

    private static Task Hidden(HttpContext context, IBoardStore boards, string? limit = null, string? offset = null)
    {
        int from = 0;
        return (Parameters.Rows(limit, Parameters.DefaultRows, out int rows) ?? Parameters.Offset(offset, out from)) is { } problem
            ? problem.ExecuteAsync(context)
            : Answers.SendAsync(context, boards.HiddenAsync(from, rows), Write);
    }

    private static Task Drop(HttpContext context, string board, IBoardStore boards, string? reason = null) => (Parameters.Board(board) ?? OperatorReason.Check(reason)) is { } problem
        ? problem.ExecuteAsync(context)
        : Answers.SendAsync(context, new ValueTask<Answer<DroppedBoard>>(boards.DropAsync(board, OfBoard(context, "drop", board, "", reason))), Write);

    private static async Task DropNamed(HttpContext context, IBoardStore boards, string? reason = null)
    {
        (string board, reason, Problem? problem) = await NamedBody.BoardAsync(context, reason);
        await (problem?.ExecuteAsync(context) ?? Answers.SendAsync(context, new ValueTask<Answer<DroppedBoard>>(boards.DropAsync(board, OfBoard(context, "drop", board, "", reason))), Write));
    }

    private static async Task<IResult> Remove(string board, string window, string id, HttpContext context, IBoardStore boards, string? reason = null) =>
        Parameters.Player(id) ?? Parameters.Board(board) ?? OperatorReason.Check(reason) ?? await RemoveAsync(context, boards, board, window, id, reason);

    private static async Task<IResult> HideNamed(HttpContext context, IBoardStore boards, string? reason = null) => await NamedBody.PlayerAsync(context, reason) switch
    {
        (_, _, { } problem) => problem,
        var (player, why, _) => await boards.HideAsync(player, OfPlayer(context, "hide", player, why)) ?? Results.NoContent(),
    };

    private static async Task<IResult> ShowNamed(HttpContext context, IBoardStore boards, string? reason = null) => await NamedBody.PlayerAsync(context, reason) switch
    {
        (_, _, { } problem) => problem,
        var (player, why, _) => await boards.ShowAsync(player, OfPlayer(context, "show", player, why)) ?? Results.NoContent(),
    };

    private static async Task<IResult> RemoveNamed(HttpContext context, IBoardStore boards, string? reason = null) => await NamedBody.ScoreAsync(context, reason) switch
    {
        (_, { } problem) => problem,
        var (score, _) => await RemoveAsync(context, boards, score.Board, score.Window, score.PlayerId, score.Reason),
    };

    private static async Task<IResult> RemoveAsync(HttpContext context, IBoardStore boards, string board, string window, string player, string? reason) =>
        await boards.RemoveAsync(board, window, player, OfBoard(context, "remove", board, window, reason) with { PlayerId = player }) ?? Results.NoContent();

    private static async Task RollOver(HttpContext context, string board, string window, IBoardStore boards, string? period = null, string? reason = null)
    {
        if ((Parameters.Board(board) ?? Parameters.Period(period) ?? OperatorReason.Check(reason)) is { } problem)
        {
            await problem.ExecuteAsync(context);
            return;
        }

        AuditEntry audit = OfBoard(context, "rollover", board, window, reason);
        await Answers.SendAsync(context, new ValueTask<Answer<RolledOver>>(boards.RollOverAsync(board, window, period, audit)), (json, done) => Write(json, board, window, done));
    }

    private static AuditEntry OfPlayer(HttpContext context, string action, string player, string? reason) =>
        OperatorIdentity.Entry(context, AuditKinds.Player, action) with { PlayerId = player, Reason = reason ?? "" };

    // What is no window is refused by the store, before anything is noted.
    private static AuditEntry OfBoard(HttpContext context, string action, string board, string window, string? reason) =>
        OperatorIdentity.Entry(context, AuditKinds.Board, action) with { Board = board, Window = window, Reason = reason ?? "" };

    private static void Write(Utf8JsonWriter json, Listed<HiddenPlayer> hidden)
    {
        json.WriteStartObject();
        json.WriteNumber("total", hidden.Total);
        json.WriteStartArray("hidden");
        foreach (HiddenPlayer player in hidden.Items)
        {
            json.WriteStartObject();
            json.WriteString("playerId", player.PlayerId);
            json.WriteBoolean("byOperator", player.ByOperator);
            if (player.BlockedUntil is { } until)
                json.WriteString("blockedUntil", UnixTicks.ToUtc(until));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DroppedBoard dropped)
    {
        json.WriteStartObject();
        json.WriteString("board", dropped.Board);
        json.WriteNumber("periods", dropped.Periods);
        json.WriteNumber("scores", dropped.Scores);
        json.WriteBoolean("namedByPolicy", dropped.IsNamed);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string board, string window, RolledOver done)
    {
        json.WriteStartObject();
        json.WriteString("board", board);
        json.WriteString("window", window);
        PageWriter.WritePeriod(json, done.Ended);
        json.WriteBoolean("final", done.Final);
        json.WriteNumber("total", done.Total);
        json.WriteStartObject("next");
        PageWriter.WritePeriod(json, done.Left);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static RouteHandlerBuilder Reads<T>(this RouteHandlerBuilder endpoint) where T : notnull =>
        endpoint.Accepts<T>(Json, Any).Produces(StatusCodes.Status204NoContent).Refuses(ProblemTypes.MalformedBody, ProblemTypes.PayloadTooLarge);
}
