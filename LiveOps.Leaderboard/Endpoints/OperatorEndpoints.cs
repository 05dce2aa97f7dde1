using LiveOps.Leaderboard.Stores;
using LiveOps.ServiceDefaults.Operators;

namespace LiveOps.Leaderboard.Endpoints;

/// <summary>What operators may do. When a call is answered, it is durable and done.</summary>
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

    private static async Task<IResult> Hide(string id, IBoardStore boards) =>
        Parameters.Player(id) ?? await boards.HideAsync(id) ?? Results.NoContent();

    private static async Task<IResult> Show(string id, IBoardStore boards) =>
        Parameters.Player(id) ?? await boards.ShowAsync(id) ?? Results.NoContent();

    private static async Task<IResult> Remove(string board, string window, string id, IBoardStore boards) =>
        Parameters.Player(id) ?? Parameters.Board(board) ?? await boards.RemoveAsync(board, window, id) ?? Results.NoContent();

    private static RouteHandlerBuilder Does(this RouteHandlerBuilder endpoint, params int[] problems)
    {
        endpoint.Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        foreach (int status in problems)
            endpoint.ProducesProblem(status);
        return endpoint;
    }
}
