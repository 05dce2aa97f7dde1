using LiveOps.Core.Problems;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.Pages;
using LiveOps.Leaderboard.State;

namespace LiveOps.Leaderboard.Endpoints;

/// <summary>The rankings that are running: pages, a player's rank, the players around.</summary>
internal static class BoardEndpoints
{
    public static void MapBoards(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder window = routes.MapGroup("/v1/leaderboards/{board}/{window}").WithTags("leaderboards");
        window.MapGet("", Page).WithName("GetPage").Answers(400, 404)
            .WithSummary("A page of a board's window, best first, with ETag; limit 1 to 1000, by default 100.");
        window.MapGet("/players/{id}", Rank).WithName("GetRank").Answers(400, 404)
            .WithSummary("A player's rank in a window.");
        window.MapGet("/players/{id}/around", AroundPlayer).WithName("GetAround").Answers(400, 404)
            .WithSummary("The players around a player, who is in the middle where the board allows; limit 1 to 1000, by default 11.");
    }

    private static Task Page(HttpContext context, string board, string window, LeaderboardState state, TimeProvider clock, string? limit = null, string? offset = null)
    {
        int from = 0;
        PageHead head = default;
        Running running = default;
        Problem? problem = Parameters.Rows(limit, Parameters.DefaultRows, out int rows)
            ?? Parameters.Offset(offset, out from)
            ?? Find(state, board, window, clock.Now(), out head, out running);
        if (problem is not null)
            return problem.ExecuteAsync(context);
        return Answers.SendAsync(context, running.Open is { } open
            ? PageMaker.Get(state, open, head, from, rows)
            : PageMaker.Empty(head, running.Period, running.NextOpens));
    }

    private static Task Rank(HttpContext context, string board, string window, string id, LeaderboardState state, TimeProvider clock)
    {
        RowBuffer rows = RowBuffer.Rent();
        return Copy(state, board, window, id, clock.Now(), 1, rows) is { } problem ? problem.ExecuteAsync(context) : Answers.SendRowAsync(context, rows);
    }

    private static Task AroundPlayer(HttpContext context, string board, string window, string id, LeaderboardState state, TimeProvider clock, string? limit = null)
    {
        RowBuffer rows = RowBuffer.Rent();
        Problem? problem = Parameters.Rows(limit, Parameters.DefaultAround, out int count) ?? Copy(state, board, window, id, clock.Now(), count, rows);
        return problem is not null ? problem.ExecuteAsync(context) : Answers.SendRowsAsync(context, rows);
    }

    private static Problem? Find(LeaderboardState state, string board, string window, long now, out PageHead head, out Running running)
    {
        head = default;
        running = default;
        lock (state.Gate)
        {
            if (Parameters.Find(state, board, window, out Board found, out Track track) is { } problem)
                return problem;
            Period? period = track.At(found.Rules, now, out OpenPeriod? open);
            head = new PageHead(found.Name, track.Window);
            running = new Running(open, period, period is null ? found.Rules.Calendar.NextSeason(now) : null);
            return null;
        }
    }

    private static Problem? Copy(LeaderboardState state, string board, string window, string id, long now, int count, RowBuffer rows)
    {
        if (Parameters.Player(id) is { } bad)
            return bad;
        lock (state.Gate)
        {
            if (Parameters.Find(state, board, window, out Board found, out Track track) is { } problem)
                return problem;
            track.At(found.Rules, now, out OpenPeriod? open);
            return Around.Copy(open, state, id, count, rows) ? null : Parameters.NotRanked(id);
        }
    }

    // The period that is running: without standings while nobody has scored in it; none between seasons.
    private readonly record struct Running(OpenPeriod? Open, Period? Period, long? NextOpens);
}
