using LiveOps.Core.Problems;
using LiveOps.ServiceDefaults.Audit;
using LiveOps.ServiceDefaults.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.ServiceDefaults.Operators.Endpoints;

/// <summary><c>GET /v1/operators/me</c>: whose token it is, and what they may do. Whoever has a token may ask, whatever their role.</summary>
internal static class OperatorEndpoints
{
    /// <summary>Maps it where the service has calls of operators: where it has an audit.</summary>
    public static void MapOperators(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(IAudit)))
            return;
        app.MapGet("/v1/operators/me", Get).RequireOperator()
            .WithName("getOperator").InSection("audit", "Who did what, and why.").WithSummary("Whose token it is, and what they may do.")
            .Produces<OperatorAnswer>().Refuses(ProblemTypes.Unavailable);
    }

    private static JsonHttpResult<OperatorAnswer> Get(HttpContext context)
    {
        OperatorIdentity who = OperatorIdentity.Of(context);
        return TypedResults.Json(new OperatorAnswer(who.Name, OperatorGate.Name(who.Role), who.Via), OperatorJson.Default.OperatorAnswer);
    }
}
