using LiveOps.Core.Ids;
using LiveOps.Core.Problems;
using LiveOps.ServiceDefaults.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LiveOps.ServiceDefaults.Operators.Endpoints;

/// <summary>
/// <c>GET /v1/known?player=</c>: what a service knows of a player, for an export. Who exports asks every other service with the token of the operator who wants it, so that
/// nobody learns more by an export than they may ask for themselves. The id stands in the query: ids of before, <c>.</c> and <c>..</c>, no path can carry.
/// </summary>
public static class KnownCall
{
    /// <summary>Its route.</summary>
    public const string Route = "/v1/known";

    private static readonly CallParameter Player = CallParameter.Query("player", "Whom it is about.", SchemaParts.Id) with { Required = true };

    /// <summary>Maps it.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="handler">Answers it; takes <c>string? player</c>, and checks it by <see cref="Check"/>.</param>
#pragma warning disable RDG002 // which handler it is, is known at the start alone: it is compiled then
    public static RouteHandlerBuilder MapKnown(this IEndpointRouteBuilder routes, Delegate handler) => routes.MapGet(Route, handler).RequireOperator()
#pragma warning restore RDG002
        .WithName("getKnown").InSection("known", "What the service knows of a player.")
        .WithSummary("All that the service knows of a player, for the export that Progression makes. Operator.")
        .Takes(Player).Refuses(ProblemTypes.InvalidParameter, ProblemTypes.Unavailable);

    /// <summary>Null for what is an id, or was one.</summary>
    public static Problem? Check(string? player) => player is not null && IdRule.WasValid(player) ? null : new Problem(ProblemTypes.InvalidParameter, $"player {IdRule.Sentence}.");
}
