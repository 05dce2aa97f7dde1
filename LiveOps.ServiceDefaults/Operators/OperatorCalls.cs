using LiveOps.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LiveOps.ServiceDefaults.Operators;

/// <summary>Guards operators' calls: <c>Authorization: Bearer</c> with an operator's token, of a role that the service's table asks for. With none configured they are refused.</summary>
public static class OperatorCalls
{
    /// <summary>Lets only operators through to the endpoints, each as far as their role goes.</summary>
    public static TBuilder RequireOperator<TBuilder>(this TBuilder endpoints) where TBuilder : IEndpointConventionBuilder =>
        endpoints.AddEndpointFilter(async (context, next) =>
        {
            if (await context.HttpContext.RequestServices.GetRequiredService<OperatorGate>().EnterAsync(context.HttpContext) is { } refusal)
                return refusal;
            using (RequestTrace.Begin(context.HttpContext))
                return await next(context);
        }).WithMetadata(new OperatorCall());

    /// <summary>Whether an operator makes the call, of any role: for calls that tell operators more than others.</summary>
    public static async ValueTask<bool> IsOperatorAsync(HttpContext context) =>
        await context.RequestServices.GetRequiredService<OperatorGate>().IdentifyAsync(context) is { Role: >= OperatorRole.Viewer };

    internal static void AddOperators(this WebApplicationBuilder builder)
    {
        OperatorTokens.Check(builder.Configuration);
        builder.Services.AddSingleton<OperatorTokens>();
        builder.Services.AddEntraTokens(builder.Configuration);
        builder.Services.AddSingleton<OperatorGate>();
    }
}
