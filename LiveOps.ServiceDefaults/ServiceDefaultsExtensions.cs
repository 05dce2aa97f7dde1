using System.Text.Json;
using LiveOps.ServiceDefaults.Health;
using LiveOps.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Prometheus;

namespace LiveOps.ServiceDefaults;

/// <summary>What every service does alike.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Registers clock, JSON, health, OpenAPI, metrics (<see cref="IMetricFactory"/>, a registry of the service's own) and problem answers.</summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="service">Its name: <c>gateway</c>, <c>fairness</c>, <c>progression</c>, <c>leaderboard</c>.</param>
    public static void AddServiceDefaults(this WebApplicationBuilder builder, string service)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase);
        builder.Services.AddHealthChecks();
        // A registry of its own: four services may share one process, and one must not show the metrics of another.
        builder.Services.TryAddSingleton(Metrics.NewCustomRegistry());
        builder.Services.TryAddSingleton<IMetricFactory>(services => Metrics.WithCustomRegistry(services.GetRequiredService<CollectorRegistry>()));
        builder.Services.AddSingleton<RequestDurations>();
        builder.Services.AddOpenApi("v1", options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "LiveOps " + service;
            return Task.CompletedTask;
        }));
    }

    /// <summary>
    /// Maps <c>/healthz</c>, <c>/readyz</c>, <c>/metrics</c>, <c>/openapi/v1.json</c>, and problem answers for what no endpoint takes.
    /// </summary>
    public static void MapServiceDefaults(this WebApplication app)
    {
        app.Use(next => ActivatorUtilities.CreateInstance<RequestEdge>(app.Services, next).InvokeAsync);
        app.MapHealthEndpoints();
        app.MapMetrics(settings => settings.Registry = app.Services.GetRequiredService<CollectorRegistry>());
        app.MapOpenApi("/openapi/{documentName}.json");
    }
}
