using System.Globalization;
using LiveOps.Fairness.State;
using LiveOps.ServiceDefaults.Operators;

namespace LiveOps.Fairness.Flags;

/// <summary><c>GET /v1/flags</c>: what was held against whom, for operators.</summary>
internal static class FlagEndpoints
{
    public static void MapFlags(this WebApplication app)
    {
        app.MapGet("/v1/flags", Page).RequireOperator()
            .WithName("ListFlags").WithTags("flags").WithSummary("Flags raised, newest first, of all players or one; the last 100,000 are kept.")
            .Produces<FlagPage>().ProducesProblem(400).ProducesProblem(401);
    }

    private static IResult Page(FairnessState state, string? player = null, string? after = null, string? limit = null)
    {
        if (PageQuery.Read(player, after, limit, out PageQuery query) is { } problem)
            return problem;
        List<Flag> flags = state.Flags.Page(query.Before, query.Limit, flag => query.Wants(flag.PlayerId), out long? next);
        return TypedResults.Ok(new FlagPage([.. flags.Select(FlagAnswer.Of)], next?.ToString(CultureInfo.InvariantCulture)));
    }
}
