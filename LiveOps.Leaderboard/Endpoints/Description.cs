using LiveOps.Core.Problems;
using LiveOps.ServiceDefaults.OpenApi;

namespace LiveOps.Leaderboard.Endpoints;

/// <summary>What the calls of this service have in common, for OpenAPI.</summary>
internal static class Description
{
    /// <summary>A page's parameters.</summary>
    public static readonly CallParameter[] Page = [CallParameter.Limit(Parameters.MostRows, Parameters.DefaultRows), CallParameter.Offset];

    private static readonly CallParameter Window = CallParameter.Path("window", "The window.", Windows);

    /// <summary>Windows by name.</summary>
    public static Microsoft.OpenApi.OpenApiSchema Windows() => SchemaParts.OneOf("daily", "weekly", "seasonal", "all");

    /// <summary>The calls stand among the running periods.</summary>
    public static TBuilder OfBoards<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.InSection("leaderboards", "Boards and their running periods: pages and ranks.").Refuses(ProblemTypes.Unavailable);

    /// <summary>The calls stand among the past periods.</summary>
    public static TBuilder OfHistory<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.InSection("history", "Past periods and their champions.").Refuses(ProblemTypes.Unavailable);

    /// <summary>The calls name a board's window in their path.</summary>
    public static TBuilder OfWindow<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.Takes(Window).Refuses(ProblemTypes.UnknownBoard, ProblemTypes.UnknownWindow);

    /// <summary>The calls name a past period in their path.</summary>
    public static TBuilder OfPeriod<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.OfWindow().Takes(CallParameter.Path("period", "The period, as the history names it.", SchemaParts.Text())).Refuses(ProblemTypes.UnknownPeriod);
}
