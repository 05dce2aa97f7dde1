using System.Text.Json;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.State;

namespace LiveOps.Leaderboard.Endpoints;

/// <summary>What goes over all boards: their list, and all the ranks of one player.</summary>
internal static class BoardListEndpoints
{
    // A player's ranks are looked up board by board, so a page of them is bounded as any other.
    private const int MostRanks = 1000;

    public static void MapBoardLists(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/leaderboards", Boards).WithTags("leaderboards").WithName("GetBoards").Answers(400)
            .WithSummary("The boards by name, with their rules and running periods; limit 1 to 1000, by default 100.");
        routes.MapGet("/v1/players/{id}/ranks", Ranks).WithTags("leaderboards").WithName("GetRanks").Answers(400)
            .WithSummary("A player's ranks in all running periods of all boards, at most 1000; none for a player never seen.");
    }

    private static Task Boards(HttpContext context, LeaderboardState state, TimeProvider clock, string? limit = null, string? offset = null)
    {
        int from = 0;
        if ((Parameters.Rows(limit, Parameters.DefaultRows, out int rows) ?? Parameters.Offset(offset, out from)) is { } problem)
            return problem.ExecuteAsync(context);
        Board[] boards;
        lock (state.Gate)
            boards = [.. state.Boards.OrderBy(board => board.Name, StringComparer.Ordinal)];
        Utf8JsonWriter json = JsonBuffer.Start();
        json.WriteStartObject();
        json.WriteNumber("total", boards.Length);
        json.WriteStartArray("boards");
        foreach (Board board in boards.Skip(from).Take(rows))
        {
            lock (state.Gate)
                Write(json, board, clock.Now());
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return Answers.SendAsync(context, json);
    }

    private static void Write(Utf8JsonWriter json, Board board, long now)
    {
        json.WriteStartObject();
        json.WriteString("board", board.Name);
        json.WriteString("operator", board.Rules.Operator switch
        {
            Policies.ScoreOperator.Best => "best",
            Policies.ScoreOperator.Last => "last",
            _ => "sum",
        });
        json.WriteString("order", board.Rules.Descending ? "desc" : "asc");
        json.WriteString("timeZone", board.Rules.Zone.Id);
        json.WriteStartArray("windows");
        foreach (Track track in board.Tracks)
        {
            if (!board.Rules.Windows[(int)track.Window])
                continue;
            Period? period = track.At(board.Rules, now, out OpenPeriod? open);
            json.WriteStartObject();
            json.WriteString("window", WindowKinds.Name(track.Window));
            PageMaker.WritePeriod(json, period, period is null ? board.Rules.Calendar.NextSeason(now) : null);
            json.WriteNumber("total", open?.Total ?? 0);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static Task Ranks(HttpContext context, string id, LeaderboardState state, TimeProvider clock)
    {
        if (Parameters.Player(id) is { } problem)
            return problem.ExecuteAsync(context);
        RowBuffer rows = RowBuffer.Rent();
        var places = new List<(string Board, WindowKind Window, string Period)>();
        long now = clock.Now();
        for (int i = 0; places.Count < MostRanks; i++)
        {
            lock (state.Gate) // for one board at a time: there may be thousands
            {
                int player = Parameters.FindPlayer(state, id);
                if (player < 0 || i >= state.Boards.Count)
                    break;
                Look(state, state.Boards[i], player, now, rows, places);
            }
        }

        Utf8JsonWriter json = JsonBuffer.Start();
        json.WriteStartObject();
        json.WriteString("playerId", id);
        json.WriteStartArray("ranks");
        for (int i = 0; i < places.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("board", places[i].Board);
            json.WriteString("window", WindowKinds.Name(places[i].Window));
            json.WriteString("period", places[i].Period);
            rows.WriteRank(json, i);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return Answers.SendAsync(context, json);
    }

    private static void Look(LeaderboardState state, Board board, int player, long now, RowBuffer rows, List<(string Board, WindowKind Window, string Period)> places)
    {
        foreach (Track track in board.Tracks)
        {
            if (!board.Rules.Windows[(int)track.Window])
                continue;
            track.At(board.Rules, now, out OpenPeriod? open);
            if (open is null || open.RankOf(player) is var rank && rank < 0)
                continue;
            open.CopyTo(rows, rank, 1, state.Players);
            places.Add((board.Name, track.Window, open.Period.Name));
        }
    }
}
