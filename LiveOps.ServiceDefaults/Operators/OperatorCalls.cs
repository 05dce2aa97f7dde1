using System.Security.Cryptography;
using System.Text;
using LiveOps.Core.Problems;
using LiveOps.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace LiveOps.ServiceDefaults.Operators;

/// <summary>Guards operator calls: <c>Authorization: Bearer &lt;OPERATOR_TOKEN&gt;</c>. With no token configured they are refused.</summary>
public static class OperatorCalls
{
    private const string Scheme = "Bearer ";

    /// <summary>Lets only the operator through to the endpoints.</summary>
    public static TBuilder RequireOperator<TBuilder>(this TBuilder endpoints) where TBuilder : IEndpointConventionBuilder =>
        endpoints.AddEndpointFilter(async (context, next) =>
        {
            if (!IsOperator(context.HttpContext))
                return Refusal(context.HttpContext);
            using (RequestTrace.Begin(context.HttpContext))
                return await next(context);
        }).WithMetadata(new OperatorCall());

    /// <summary>Whether the request carries the operator's token; compared in constant time.</summary>
    public static bool IsOperator(HttpContext context)
    {
        // Over hashes, so that lengths do not show either.
        string? token = OperatorToken.Read(context.RequestServices.GetRequiredService<IConfiguration>());
        string? given = context.Request.Headers.Authorization is [{ } value] && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? value[Scheme.Length..].Trim()
            : null;
        return token is not null && given is not null
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(token)), SHA256.HashData(Encoding.UTF8.GetBytes(given)));
    }

    private static Problem Refusal(HttpContext context)
    {
        context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        return new Problem(ProblemTypes.OperatorRequired, "Send Authorization: Bearer with the operator's token. With no OPERATOR_TOKEN configured these calls are refused.");
    }
}
