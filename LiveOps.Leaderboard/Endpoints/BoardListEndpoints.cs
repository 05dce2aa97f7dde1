using System.Text.Json;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.Policies;
using LiveOps.Leaderboard.Stores;
using LiveOps.ServiceDefaults.OpenApi;

namespace LiveOps.Leaderboard.Endpoints;

/// <summary>What goes over all boards: their list, and all the ranks of one player.</summary>
internal static class BoardListEndpoints
{
    // A player's ranks are looked up board by board, so a page of them is bounded as any other.
    private const int MostRanks = 1000;

    public static void MapBoardLists(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/leaderboards", Boards).OfBoards().WithName("getBoards").Produces<BoardsBody>().Takes(Description.Page)
            .WithSummary("The boards by name, with their rules and running periods; limit 1 to 1000, by default 100.");
        routes.MapGet("/v1/players/{id}/ranks", Ranks).OfBoards().WithName("getRanks").Produces<RanksBody>()
            .WithSummary("A player's ranks in all running periods of all boards, at most 1000; none for a player never seen.");
    }

    private static Task Boards(HttpContext context, IBoardStore boards, string? limit = null, string? offset = null)
    {
        int from = 0;
        if ((Parameters.Rows(limit, Parameters.DefaultRows, out int rows) ?? Parameters.Offset(offset, out from)) is { } problem)
            return problem.ExecuteAsync(context);
        return Answers.SendAsync(context, boards.BoardsAsync(from, rows), Write);
    }

    private static Task Ranks(HttpContext context, string id, IBoardStore boards) =>
        Parameters.Player(id) is { } problem
            ? problem.ExecuteAsync(context)
            : Answers.SendAsync(context, boards.RanksAsync(id, MostRanks), (json, ranks) => Write(json, id, ranks));

    private static void Write(Utf8JsonWriter json, Listed<BoardSummary> boards)
    {
        json.WriteStartObject();
        json.WriteNumber("total", boards.Total);
        json.WriteStartArray("boards");
        foreach (BoardSummary board in boards.Items)
            Write(json, board);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, BoardSummary board)
    {
        json.WriteStartObject();
        json.WriteString("board", board.Name);
        json.WriteString("operator", board.Rules.Operator switch
        {
            ScoreOperator.Best => "best",
            ScoreOperator.Last => "last",
            _ => "sum",
        });
        json.WriteString("order", board.Rules.Descending ? "desc" : "asc");
        json.WriteString("timeZone", board.Rules.Zone.Id);
        json.WriteStartArray("windows");
        foreach (RunningWindow window in board.Windows)
        {
            json.WriteStartObject();
            json.WriteString("window", WindowKinds.Name(window.Window));
            PageWriter.WritePeriod(json, window.Period, window.NextOpens);
            json.WriteNumber("total", window.Total);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string player, PlacedRows ranks)
    {
        json.WriteStartObject();
        json.WriteString("playerId", player);
        json.WriteStartArray("ranks");
        for (int i = 0; i < ranks.Places.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("board", ranks.Places[i].Board);
            json.WriteString("window", WindowKinds.Name(ranks.Places[i].Window));
            json.WriteString("period", ranks.Places[i].Period);
            ranks.Rows.WriteRank(json, i);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
