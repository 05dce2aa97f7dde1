using LiveOps.Progression.Stores;
using LiveOps.ServiceDefaults.OpenApi;

namespace LiveOps.Progression.Endpoints;

/// <summary>The rules in force, for clients and operators.</summary>
internal static class RulesEndpoint
{
    public static void MapRules(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/rules", GetRules).InSection("rules", "What progress follows.").WithName("getRules").WithSummary("The rules in force: what progression.json states, and what it leaves to defaults.")
            .Produces<RulesBody>();

    private static IResult GetRules(IProgressStore store) => Results.Bytes(store.RulesJson, "application/json");
}
