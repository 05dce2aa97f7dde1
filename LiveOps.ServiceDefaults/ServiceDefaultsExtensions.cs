using System.Text.Json;
using LiveOps.Core.Problems;
using LiveOps.ServiceDefaults.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LiveOps.ServiceDefaults;

/// <summary>What every service does alike.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Registers clock, JSON, health, OpenAPI and problem answers.</summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="service">Its name: <c>gateway</c>, <c>fairness</c>, <c>progression</c>, <c>leaderboard</c>.</param>
    public static void AddServiceDefaults(this WebApplicationBuilder builder, string service)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase);
        builder.Services.AddHealthChecks();
        builder.Services.AddOpenApi("v1", options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "LiveOps " + service;
            return Task.CompletedTask;
        }));
    }

    /// <summary>Maps <c>/healthz</c>, <c>/readyz</c>, <c>/openapi/v1.json</c>, and problem answers for what no endpoint takes.</summary>
    public static void MapServiceDefaults(this WebApplication app)
    {
        app.UseExceptionHandler(errors => errors.Run(context => Answer(context).ExecuteAsync(context)));
        app.UseStatusCodePages(context => Answer(context.HttpContext).ExecuteAsync(context.HttpContext));
        app.MapHealthEndpoints();
        app.MapOpenApi("/openapi/{documentName}.json");
    }

    // Kestrel's own refusals of a request keep their status; anything else that was thrown is our fault.
    private static Problem Answer(HttpContext context)
    {
        int status = context.Features.Get<IExceptionHandlerFeature>()?.Error switch
        {
            null => context.Response.StatusCode,
            BadHttpRequestException e => e.StatusCode,
            _ => StatusCodes.Status500InternalServerError,
        };
        return status switch
        {
            404 => new Problem(ProblemTypes.NotFound),
            405 => new Problem(ProblemTypes.MethodNotAllowed),
            413 => new Problem(ProblemTypes.PayloadTooLarge),
            415 => new Problem(ProblemTypes.UnsupportedEncoding),
            >= 400 and < 500 => new Problem(ProblemTypes.MalformedBody),
            _ => new Problem(ProblemTypes.InternalError),
        };
    }
}
