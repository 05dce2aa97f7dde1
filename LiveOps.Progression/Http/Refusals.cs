namespace LiveOps.Progression.Http;

/// <summary>Tells OpenAPI which problems an endpoint answers with.</summary>
internal static class Refusals
{
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (int status in statuses)
            endpoint.Produces<ProblemBody>(status, ProblemBody.ContentType);
        return endpoint;
    }
}
