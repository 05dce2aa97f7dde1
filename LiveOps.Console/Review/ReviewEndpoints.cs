using LiveOps.Console.Services;
using LiveOps.Console.Shell;

namespace LiveOps.Console.Review;

/// <summary>What was held against players, the newest first: who is to be looked at.</summary>
internal static class ReviewEndpoints
{
    public static void MapReview(this IEndpointRouteBuilder routes) => routes.MapGet("/review", PageAsync);

    private static async Task<IResult> PageAsync(Desk desk, string? player = null, string? after = null)
    {
        Answer flags = await desk.GetAsync(ServiceNames.Fairness, $"/v1/flags", ("player", player?.Trim()), ("after", after), ("limit", "100"));
        return desk.Page<ReviewPage>(null, ("Flagged", flags), ("Player", player?.Trim() ?? ""));
    }
}
