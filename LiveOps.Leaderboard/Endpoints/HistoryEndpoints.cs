using System.Text.Json;
using LiveOps.Core.Problems;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.Stores;
using LiveOps.ServiceDefaults.OpenApi;

namespace LiveOps.Leaderboard.Endpoints;

/// <summary>
/// Which periods are past, and the hall of fame. A period is past from its end on: during the grace it is read from its ranking and
/// says <c>"final":false</c>, then from its archive.
/// </summary>
internal static class HistoryEndpoints
{
    public static void MapHistory(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/leaderboards/{board}/{window}/history", Periods).OfHistory().OfWindow().WithName("getHistory").Produces<HistoryBody>().Takes(Description.Page)
            .WithSummary("Past periods in which somebody scored, newest first; limit 1 to 1000, by default 100.");
        routes.MapGet("/v1/leaderboards/{board}/hall-of-fame", HallOfFame).OfHistory().WithName("getHallOfFame").Produces<HallOfFameBody>()
            .Takes(CallParameter.Query("window", "Of one window; absent: of all.", Description.Windows)).Takes(Description.Page).Refuses(ProblemTypes.UnknownBoard, ProblemTypes.UnknownWindow)
            .WithSummary("The champions of closed periods, newest period first; limit counts periods, 1 to 1000, by default 100. Of one window with window=.");
        routes.MapGet("/v1/leaderboards/{board}/{window}/hall-of-fame", HallOfWindow).OfHistory().OfWindow().WithName("getHallOfFameOfWindow").Produces<HallOfFameBody>().Takes(Description.Page)
            .WithSummary("The champions of a window's closed periods, newest first: as with window= for the whole board.");
    }

    private static Task Periods(HttpContext context, string board, string window, IBoardStore boards, string? limit = null, string? offset = null)
    {
        int from = 0;
        Problem? problem = Parameters.Rows(limit, Parameters.DefaultRows, out int rows) ?? Parameters.Offset(offset, out from) ?? Parameters.Board(board);
        return problem is not null
            ? problem.ExecuteAsync(context)
            : Answers.SendAsync(context, boards.HistoryAsync(board, window, from, rows), Write);
    }

    private static Task HallOfFame(HttpContext context, string board, IBoardStore boards, string? window = null, string? limit = null, string? offset = null)
    {
        int from = 0;
        WindowKind kind = default;
        Problem? problem = Parameters.Rows(limit, Parameters.DefaultRows, out int count) ?? Parameters.Offset(offset, out from);
        if (problem is null && window is not null && !WindowKinds.TryParse(window, out kind))
            problem = new Problem(ProblemTypes.InvalidParameter, "window is daily, weekly or seasonal.");
        problem ??= Parameters.Board(board);
        return problem is not null
            ? problem.ExecuteAsync(context)
            : Answers.SendAsync(context, boards.HallAsync(board, window is null ? null : kind, from, count), (json, hall) => Write(json, board, hall));
    }

    // As the other calls of a window: one that there is not is a window that the board has not.
    private static Task HallOfWindow(HttpContext context, string board, string window, IBoardStore boards, string? limit = null, string? offset = null) =>
        Parameters.Board(board) is null && !WindowKinds.TryParse(window, out _) ? NotFound.Window().ExecuteAsync(context) : HallOfFame(context, board, boards, window, limit, offset);

    private static void Write(Utf8JsonWriter json, PastPeriods history)
    {
        json.WriteStartObject();
        json.WriteString("board", history.Board);
        json.WriteString("window", WindowKinds.Name(history.Window));
        json.WriteNumber("total", history.Periods.Total);
        json.WriteStartArray("periods");
        foreach (PastPeriod past in history.Periods.Items)
        {
            json.WriteStartObject();
            PageWriter.WritePeriod(json, past.Period);
            json.WriteBoolean("final", past.Final);
            if (past.Cancelled)
                json.WriteBoolean("cancelled", true);
            json.WriteNumber("total", past.Total);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string board, PlacedRows hall)
    {
        json.WriteStartObject();
        json.WriteString("board", board);
        json.WriteStartArray("champions");
        for (int i = 0; i < hall.Places.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("window", WindowKinds.Name(hall.Places[i].Window));
            json.WriteString("period", hall.Places[i].Period);
            hall.Rows.WriteMembers(json, i);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
