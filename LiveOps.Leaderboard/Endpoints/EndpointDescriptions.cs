namespace LiveOps.Leaderboard.Endpoints;

/// <summary>What endpoints answer, for OpenAPI.</summary>
internal static class EndpointDescriptions
{
    /// <summary>JSON on success, and problems with these statuses.</summary>
    public static RouteHandlerBuilder Answers(this RouteHandlerBuilder endpoint, params int[] problems)
    {
        endpoint.Produces(StatusCodes.Status200OK, contentType: "application/json");
        foreach (int status in problems)
            endpoint.ProducesProblem(status);
        return endpoint;
    }
}
