using LiveOps.Core.Bus;
using LiveOps.Core.Problems;
using LiveOps.Core.Windows;
using LiveOps.Leaderboard.Boards;
using LiveOps.Leaderboard.State;
using LiveOps.ServiceDefaults.Operators;

namespace LiveOps.Leaderboard.Endpoints;

/// <summary>What operators may do. Each call is a command in the journal: when it is answered, it is durable and done.</summary>
internal static class OperatorEndpoints
{
    public static void MapOperators(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder operators = routes.MapGroup("/v1/leaderboards").WithTags("operators").RequireOperator();
        operators.MapPut("/players/{id}/hidden", Hide).WithName("HidePlayer").Does()
            .WithSummary("Hides a player on every board, past periods and the hall of fame included; ranks close up. Scores go on being counted.");
        operators.MapDelete("/players/{id}/hidden", Show).WithName("ShowPlayer").Does()
            .WithSummary("Shows a hidden player again, where the scores belong.");
        operators.MapDelete("/{board}/{window}/players/{id}", Remove).WithName("RemoveScore").Does(404)
            .WithSummary("Removes a player's score from a window: from the running period, and from one that is past but not closed yet.");
    }

    private static Task<IResult> Hide(string id, ICommandLog log, TimeProvider clock) => SetAsync(id, Commands.Hide, log, clock);

    private static Task<IResult> Show(string id, ICommandLog log, TimeProvider clock) => SetAsync(id, Commands.Show, log, clock);

    private static async Task<IResult> SetAsync(string id, Func<long, string, byte[]> command, ICommandLog log, TimeProvider clock)
    {
        if (Parameters.Player(id) is { } problem)
            return problem;
        (Problem? failed, _) = await DoAsync(log, command(clock.Now(), id));
        return failed ?? Results.NoContent();
    }

    private static async Task<IResult> Remove(string board, string window, string id, LeaderboardState state, ICommandLog log, TimeProvider clock)
    {
        Problem? problem = Parameters.Player(id);
        WindowKind kind = default;
        if (problem is null)
        {
            lock (state.Gate)
            {
                problem = Parameters.Find(state, board, window, out _, out Track track);
                kind = track?.Window ?? default;
            }
        }

        if (problem is not null)
            return problem;
        (problem, object? removed) = await DoAsync(log, Commands.Remove(clock.Now(), board, kind, id));
        return problem ?? (removed is true ? Results.NoContent() : Parameters.NotRanked(id));
    }

    private static async Task<(Problem? Problem, object? Result)> DoAsync(ICommandLog log, byte[] command)
    {
        try
        {
            return (null, await log.ExecuteAsync(LeaderboardState.ConsumerName, command));
        }
        catch (BusUnavailableException)
        {
            return (new Problem(ProblemTypes.Unavailable, "The journal cannot take commands now: nothing was done. Try again.", retryAfter: 1), null);
        }
    }

    private static RouteHandlerBuilder Does(this RouteHandlerBuilder endpoint, params int[] problems)
    {
        endpoint.Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        foreach (int status in problems)
            endpoint.ProducesProblem(status);
        return endpoint;
    }
}
