using LiveOps.Core.Json;
using LiveOps.Core.Problems;
using LiveOps.ServiceDefaults.OpenApi;
using LiveOps.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace LiveOps.ServiceDefaults.Operators.Endpoints;

/// <summary>
/// Operators' calls that take <c>?reason=</c> and no body of their own: they take it as <c>{"reason"}</c> in a body as well, so that nobody's reason is passed over who puts it where other
/// calls have it. What handles the call knows the parameter alone.
/// </summary>
public static class ReasonCalls
{
    private const string Name = "reason";

    /// <summary>Says so of a call, after whatever lets its callers in.</summary>
    /// <param name="endpoint">The call, whose handler has a parameter <c>reason</c>.</param>
    /// <param name="parameter">How it is described; null as for any.</param>
    /// <param name="body">How a body with it is described; null as for any.</param>
    public static RouteHandlerBuilder TakesReason(this RouteHandlerBuilder endpoint, CallParameter? parameter = null, Type? body = null)
    {
        CallParameter reason = parameter ?? CallParameter.Reason;
        endpoint.Takes(reason with { Description = reason.Description + " It may stand in the body instead: {\"reason\":\"…\"}." }).Refuses(ProblemTypes.MalformedBody, ProblemTypes.PayloadTooLarge);
        ((IEndpointConventionBuilder)endpoint).Add(call => DescribeBody(call, body ?? typeof(ReasonBody)));
        return endpoint.AddEndpointFilterFactory((factory, next) =>
        {
            int at = Array.FindIndex(factory.MethodInfo.GetParameters(), parameter => parameter.Name == Name);
            return async context =>
            {
                (string? said, Problem? problem) = await ReadAsync(context.HttpContext, (string?)context.Arguments[at]);
                context.Arguments[at] = said;
                return problem ?? await next(context);
            };
        });
    }

    // OpenAPI advises against describing a body of a GET or DELETE, and generators pass it over: of these the parameter alone says it.
    private static void DescribeBody(EndpointBuilder endpoint, Type body)
    {
        if (endpoint.Metadata.OfType<IHttpMethodMetadata>().Any(call => call.HttpMethods.Contains(HttpMethods.Post) || call.HttpMethods.Contains(HttpMethods.Put)))
            endpoint.Metadata.Add(new AcceptsMetadata(["application/json", "*/*"], body, isOptional: true));
    }

    private static async ValueTask<(string? Reason, Problem? Problem)> ReadAsync(HttpContext context, string? asked)
    {
        if (await BoundedBody.ReadAsync(context) is not { } body)
            return (asked, BoundedBody.TooLarge);
        string?[] members = new string?[1];
        if (body.Length > 0 && JsonMembers.Read(body, [Name], members) is { } wrong)
            return (asked, new Problem(ProblemTypes.MalformedBody, $$"""{{wrong}} Send {"reason":"…"}, or no body."""));
        Problem? differ = OperatorReason.OneOf(asked, members[0], out string? reason);
        return (reason, differ);
    }
}
