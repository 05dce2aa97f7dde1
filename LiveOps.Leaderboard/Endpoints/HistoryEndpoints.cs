using System.Text.Json;
using LiveOps.Core.Problems;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.History;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.State;

namespace LiveOps.Leaderboard.Endpoints;

/// <summary>
/// Past periods, newest first, and the hall of fame. A period is past from its end on: during the grace it is read from its ranking and
/// says <c>"final":false</c>, then from its archive.
/// </summary>
internal static class HistoryEndpoints
{
    public static void MapHistory(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder history = routes.MapGroup("/v1/leaderboards/{board}/{window}/history").WithTags("history");
        history.MapGet("", Periods).WithName("GetHistory").Answers(400, 404)
            .WithSummary("Past periods in which somebody scored, newest first; limit 1 to 1000, by default 100.");
        history.MapGet("/{period}", Page).WithName("GetPastPage").Answers(400, 404)
            .WithSummary("A page of a past period, best first, with ETag; limit 1 to 1000, by default 100.");
        history.MapGet("/{period}/players/{id}", Rank).WithName("GetPastRank").Answers(400, 404)
            .WithSummary("A player's rank in a past period.");
        history.MapGet("/{period}/players/{id}/around", AroundPlayer).WithName("GetPastAround").Answers(400, 404)
            .WithSummary("The players around a player in a past period; limit 1 to 1000, by default 11.");
        routes.MapGet("/v1/leaderboards/{board}/hall-of-fame", HallOfFame).WithTags("history").WithName("GetHallOfFame").Answers(400, 404)
            .WithSummary("The champions of closed periods, newest period first; limit counts periods, 1 to 1000, by default 100. Of one window with window=.");
    }

    private static Task Periods(HttpContext context, string board, string window, LeaderboardState state, TimeProvider clock, string? limit = null, string? offset = null)
    {
        int from = 0;
        if ((Parameters.Rows(limit, Parameters.DefaultRows, out int rows) ?? Parameters.Offset(offset, out from)) is { } bad)
            return bad.ExecuteAsync(context);
        Problem? problem;
        string name;
        WindowKind kind = default;
        (Period Period, int Total, bool Final)[] past = [];
        lock (state.Gate)
        {
            problem = Parameters.Find(state, board, window, out Board found, out Track track);
            name = found?.Name ?? "";
            if (problem is null)
            {
                kind = track.Window;
                past = [.. Past(track, clock.Now()).Select(standings => (standings.Period, standings.Total, standings is Archive))];
            }
        }

        if (problem is not null)
            return problem.ExecuteAsync(context);
        Utf8JsonWriter json = JsonBuffer.Start();
        json.WriteStartObject();
        json.WriteString("board", name);
        json.WriteString("window", WindowKinds.Name(kind));
        json.WriteNumber("total", past.Length);
        json.WriteStartArray("periods");
        foreach ((Period period, int total, bool final) in past.Skip(from).Take(rows))
        {
            json.WriteStartObject();
            PageMaker.WritePeriod(json, period);
            json.WriteBoolean("final", final);
            json.WriteNumber("total", total);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return Answers.SendAsync(context, json);
    }

    private static Task Page(
        HttpContext context, string board, string window, string period, LeaderboardState state, TimeProvider clock, string? limit = null, string? offset = null)
    {
        int from = 0;
        PageHead head = default;
        IStandings standings = null!;
        Problem? problem = Parameters.Rows(limit, Parameters.DefaultRows, out int rows) ?? Parameters.Offset(offset, out from);
        if (problem is null)
        {
            lock (state.Gate)
                problem = Find(state, board, window, period, clock.Now(), out head, out standings);
        }

        return problem is not null
            ? problem.ExecuteAsync(context)
            : Answers.SendAsync(context, PageMaker.Get(state, standings, head, from, rows));
    }

    private static Task Rank(HttpContext context, string board, string window, string period, string id, LeaderboardState state, TimeProvider clock)
    {
        RowBuffer rows = RowBuffer.Rent();
        return Copy(state, board, window, period, id, clock.Now(), 1, rows) is { } problem ? problem.ExecuteAsync(context) : Answers.SendRowAsync(context, rows);
    }

    private static Task AroundPlayer(
        HttpContext context, string board, string window, string period, string id, LeaderboardState state, TimeProvider clock, string? limit = null)
    {
        RowBuffer rows = RowBuffer.Rent();
        Problem? problem = Parameters.Rows(limit, Parameters.DefaultAround, out int count) ?? Copy(state, board, window, period, id, clock.Now(), count, rows);
        return problem is not null ? problem.ExecuteAsync(context) : Answers.SendRowsAsync(context, rows);
    }

    private static Task HallOfFame(HttpContext context, string board, LeaderboardState state, string? window = null, string? limit = null, string? offset = null)
    {
        int from = 0;
        WindowKind kind = default;
        Problem? problem = Parameters.Rows(limit, Parameters.DefaultRows, out int count) ?? Parameters.Offset(offset, out from);
        if (problem is null && window is not null && !WindowKinds.TryParse(window, out kind))
            problem = new Problem(ProblemTypes.InvalidParameter, "window is daily, weekly or seasonal.");
        RowBuffer rows = RowBuffer.Rent();
        var places = new List<Champions>(); // of each row
        string name = "";
        if (problem is null)
        {
            lock (state.Gate)
            {
                problem = Parameters.FindBoard(state, board, out Board found);
                name = found?.Name ?? "";
                foreach (Champions champions in (found?.Hall ?? []).AsEnumerable().Reverse().Where(c => window is null || c.Window == kind).Skip(from).Take(count))
                {
                    champions.CopyTo(rows, found!.Rules.Champions, state);
                    while (places.Count < rows.Count)
                        places.Add(champions);
                }
            }
        }

        if (problem is not null)
            return problem.ExecuteAsync(context);
        Utf8JsonWriter json = JsonBuffer.Start();
        json.WriteStartObject();
        json.WriteString("board", name);
        json.WriteStartArray("champions");
        for (int i = 0; i < places.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("window", WindowKinds.Name(places[i].Window));
            json.WriteString("period", places[i].Period);
            rows.WriteMembers(json, i);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return Answers.SendAsync(context, json);
    }

    private static Problem? Copy(LeaderboardState state, string board, string window, string period, string id, long now, int count, RowBuffer rows)
    {
        if (Parameters.Player(id) is { } bad)
            return bad;
        lock (state.Gate)
        {
            if (Find(state, board, window, period, now, out _, out IStandings standings) is { } problem)
                return problem;
            return Around.Copy(standings, state, id, count, rows) ? null : Parameters.NotRanked(id);
        }
    }

    private static Problem? Find(LeaderboardState state, string board, string window, string period, long now, out PageHead head, out IStandings standings)
    {
        head = default;
        standings = null!;
        if (Parameters.Find(state, board, window, out Board found, out Track track) is { } problem)
            return problem;
        standings = Past(track, now).FirstOrDefault(past => past.Period.Name == period)!;
        if (standings is null)
            return new Problem(ProblemTypes.UnknownPeriod, $"The window has no past period of this name that somebody scored in and that is still kept; {track.Window.ToString().ToLowerInvariant()}/history lists them.");
        head = new PageHead(found.Name, track.Window, standings is Archive);
        return null;
    }

    // Newest first.
    private static IEnumerable<IStandings> Past(Track track, long now) =>
        track.Open.Where(open => open.Period.Closes <= now).Reverse().Concat<IStandings>(track.Closed.AsEnumerable().Reverse());
}
