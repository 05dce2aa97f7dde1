using LiveOps.Core.Problems;
using LiveOps.Leaderboard.Stores;

namespace LiveOps.Leaderboard.Endpoints;

/// <summary>The rankings, running and past: pages, a player's rank, the players around.</summary>
internal static class BoardEndpoints
{
    public static void MapBoards(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder window = routes.MapGroup("/v1/leaderboards/{board}/{window}").WithTags("leaderboards");
        window.MapGet("", Page).WithName("GetPage").Answers(400, 404)
            .WithSummary("A page of a board's window, best first, with ETag; limit 1 to 1000, by default 100.");
        window.MapGet("/players/{id}", Rank).WithName("GetRank").Answers(400, 404)
            .WithSummary("A player's rank in a window.");
        window.MapGet("/players/{id}/around", Around).WithName("GetAround").Answers(400, 404)
            .WithSummary("The players around a player, who is in the middle where the board allows; limit 1 to 1000, by default 11.");
        RouteGroupBuilder past = routes.MapGroup("/v1/leaderboards/{board}/{window}/history/{period}").WithTags("history");
        past.MapGet("", Page).WithName("GetPastPage").Answers(400, 404)
            .WithSummary("A page of a past period, best first, with ETag; limit 1 to 1000, by default 100.");
        past.MapGet("/players/{id}", Rank).WithName("GetPastRank").Answers(400, 404)
            .WithSummary("A player's rank in a past period.");
        past.MapGet("/players/{id}/around", Around).WithName("GetPastAround").Answers(400, 404)
            .WithSummary("The players around a player in a past period; limit 1 to 1000, by default 11.");
    }

    private static Task Page(HttpContext context, string board, string window, IBoardStore boards, string? period = null, string? limit = null, string? offset = null)
    {
        int from = 0;
        Problem? problem = Parameters.Rows(limit, Parameters.DefaultRows, out int rows) ?? Parameters.Offset(offset, out from) ?? Parameters.Board(board);
        return problem is not null
            ? problem.ExecuteAsync(context)
            : Answers.SendAsync(context, boards.PageAsync(new Place(board, window, period), from, rows));
    }

    private static Task Rank(HttpContext context, string board, string window, string id, IBoardStore boards, string? period = null) =>
        (Parameters.Player(id) ?? Parameters.Board(board)) is { } problem
            ? problem.ExecuteAsync(context)
            : Answers.SendRowAsync(context, boards.AroundAsync(new Place(board, window, period), id, 1));

    private static Task Around(HttpContext context, string board, string window, string id, IBoardStore boards, string? period = null, string? limit = null)
    {
        Problem? problem = Parameters.Rows(limit, Parameters.DefaultAround, out int count) ?? Parameters.Player(id) ?? Parameters.Board(board);
        return problem is not null
            ? problem.ExecuteAsync(context)
            : Answers.SendRowsAsync(context, boards.AroundAsync(new Place(board, window, period), id, count));
    }
}
