using System.Text.Json;
using LiveOps.Core.Problems;
using LiveOps.Leaderboard.Stores;
using LiveOps.ServiceDefaults.Cors;
using LiveOps.ServiceDefaults.OpenApi;

namespace LiveOps.Leaderboard.Endpoints;

/// <summary>The rankings, running and past: pages, a player's rank, the players around.</summary>
internal static class BoardEndpoints
{
    private static readonly CallParameter AroundLimit = CallParameter.Limit(Parameters.MostRows, Parameters.DefaultAround);

    public static void MapBoards(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder window = routes.MapGroup("/v1/leaderboards/{board}/{window}").OfBoards().OfWindow();
        window.MapGet("", Page).WithName("getPage").Produces<BoardPageBody>().HasETag().Takes(Description.Page)
            .WithSummary("A page of a board's window, best first, with ETag; limit 1 to 1000, by default 100.");
        window.MapGet("/players/{id}", Rank).WithName("getRank").Produces<EntryBody>().Refuses(ProblemTypes.NotRanked)
            .WithSummary("A player's rank in a window.");
        window.MapGet("/players/{id}/around", Around).WithName("getAround").Produces<EntriesBody>().Takes(AroundLimit).Refuses(ProblemTypes.NotRanked)
            .WithSummary("The players around a player, who is in the middle where the board allows; limit 1 to 1000, by default 11.");
        window.MapPost("/players", Among).WithName("getAmong").Accepts<PlayersBody>("application/json", "*/*").Produces<AmongBody>().IsReading()
            .Refuses(ProblemTypes.MalformedBody, ProblemTypes.PayloadTooLarge)
            .WithSummary("Any set of players, at most 500, such as somebody's friends: each with the rank on the board and among themselves, best first; who has no rank is named beside them.");
        RouteGroupBuilder past = routes.MapGroup("/v1/leaderboards/{board}/{window}/history/{period}").OfHistory().OfPeriod();
        past.MapGet("", PastPage).WithName("getPastPage").Produces<PastPageBody>().HasETag().Takes(Description.Page)
            .WithSummary("A page of a past period, best first, with ETag; limit 1 to 1000, by default 100.");
        past.MapGet("/players/{id}", PastRank).WithName("getPastRank").Produces<EntryBody>().Refuses(ProblemTypes.NotRanked)
            .WithSummary("A player's rank in a past period.");
        past.MapGet("/players/{id}/around", PastAround).WithName("getPastAround").Produces<PastEntriesBody>().Takes(AroundLimit).Refuses(ProblemTypes.NotRanked)
            .WithSummary("The players around a player in a past period; limit 1 to 1000, by default 11.");
    }

    private static Task Page(HttpContext context, string board, string window, IBoardStore boards, string? limit = null, string? offset = null) =>
        SendPage(context, new Place(board, window, null), boards, limit, offset);

    private static Task PastPage(HttpContext context, string board, string window, string period, IBoardStore boards, string? limit = null, string? offset = null) =>
        SendPage(context, new Place(board, window, period), boards, limit, offset);

    private static Task Rank(HttpContext context, string board, string window, string id, IBoardStore boards) => SendRank(context, new Place(board, window, null), id, boards);

    private static Task PastRank(HttpContext context, string board, string window, string period, string id, IBoardStore boards) =>
        SendRank(context, new Place(board, window, period), id, boards);

    private static Task Around(HttpContext context, string board, string window, string id, IBoardStore boards, string? limit = null) =>
        SendAround(context, new Place(board, window, null), id, boards, limit);

    private static async Task Among(HttpContext context, string board, string window, IBoardStore boards)
    {
        (IReadOnlyList<string> players, Problem? problem) = await PlayerSet.ReadAsync(context);
        await ((Parameters.Board(board) ?? problem) is { } refused
            ? refused.ExecuteAsync(context)
            : Answers.SendAsync(context, boards.AmongAsync(board, window, players), Write));
    }

    private static void Write(Utf8JsonWriter json, RankedSet set)
    {
        json.WriteStartObject();
        set.Rows.WriteAmong(json, "entries"u8);
        json.WriteStartArray("unranked");
        foreach (string player in set.Unranked)
            json.WriteStringValue(player);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static Task PastAround(HttpContext context, string board, string window, string period, string id, IBoardStore boards, string? limit = null) =>
        SendAround(context, new Place(board, window, period), id, boards, limit);

    private static Task SendPage(HttpContext context, Place place, IBoardStore boards, string? limit, string? offset)
    {
        int from = 0;
        Problem? problem = Parameters.Rows(limit, Parameters.DefaultRows, out int rows) ?? Parameters.Offset(offset, out from) ?? Parameters.Board(place.Board);
        return problem is not null
            ? problem.ExecuteAsync(context)
            : Answers.SendAsync(context, boards.PageAsync(place, from, rows));
    }

    private static Task SendRank(HttpContext context, Place place, string id, IBoardStore boards) =>
        (Parameters.Player(id) ?? Parameters.Board(place.Board)) is { } problem
            ? problem.ExecuteAsync(context)
            : Answers.SendRowAsync(context, boards.AroundAsync(place, id, 1));

    private static Task SendAround(HttpContext context, Place place, string id, IBoardStore boards, string? limit)
    {
        Problem? problem = Parameters.Rows(limit, Parameters.DefaultAround, out int count) ?? Parameters.Player(id) ?? Parameters.Board(place.Board);
        return problem is not null
            ? problem.ExecuteAsync(context)
            : Answers.SendRowsAsync(context, boards.AroundAsync(place, id, count));
    }
}
