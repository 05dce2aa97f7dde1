using LiveOps.Core.Problems;
using LiveOps.Fairness.Stores;
using LiveOps.ServiceDefaults.OpenApi;
using LiveOps.ServiceDefaults.Operators;

namespace LiveOps.Fairness.Endpoints;

/// <summary><c>GET /v1/flags</c>: what was held against whom, for operators.</summary>
internal static class FlagEndpoints
{
    public static void MapFlags(this WebApplication app)
    {
        app.MapGet("/v1/flags", PageAsync).RequireOperator()
            .WithName("listFlags").InSection("flags", "What was held against whom.").WithSummary("Flags raised, newest first, of all players or one; about the last 100,000 are kept.")
            .Produces<FlagPage>().Takes(PageQuery.Parameters).Refuses(ProblemTypes.Unavailable);
    }

    private static async Task<IResult> PageAsync(IFairnessStore store, string? player = null, string? after = null, string? limit = null)
    {
        if (PageQuery.Read(player, after, limit, out PageQuery query) is { } problem)
            return problem;
        return await store.FlagsAsync(query) is { } page
            ? TypedResults.Ok(new FlagPage([.. page.Entries.Select(FlagAnswer.Of)], page.Next))
            : PageQuery.BadPosition;
    }
}
