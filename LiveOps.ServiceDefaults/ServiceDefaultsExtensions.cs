using System.Text.Json;
using LiveOps.ServiceDefaults.Audit;
using LiveOps.ServiceDefaults.Audit.Endpoints;
using LiveOps.ServiceDefaults.Cors;
using LiveOps.ServiceDefaults.DeadLetters;
using LiveOps.ServiceDefaults.Exports;
using LiveOps.ServiceDefaults.Health;
using LiveOps.ServiceDefaults.Logging;
using LiveOps.ServiceDefaults.OpenApi;
using LiveOps.ServiceDefaults.Operators;
using LiveOps.ServiceDefaults.Operators.Endpoints;
using LiveOps.ServiceDefaults.Outgoing;
using LiveOps.ServiceDefaults.Requests;
using LiveOps.ServiceDefaults.Secrets;
using LiveOps.ServiceDefaults.Settings;
using LiveOps.ServiceDefaults.Stores;
using LiveOps.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Prometheus;

namespace LiveOps.ServiceDefaults;

/// <summary>What every service does alike.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>How long a stopping service takes at most to answer what it has begun and to flush; Kubernetes kills after 30 s.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(25);

    // It has nothing of its own to export.
    private const string Console = "console";

    /// <summary>
    /// Registers secrets, logs, OTLP export, resilience and discovery for HTTP clients, metrics (<see cref="IMetricFactory"/>, with a registry of the service's own), health, OpenAPI, JSON and
    /// problem answers. A <see cref="TimeProvider"/> registered before drives them all.
    /// </summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="service">Its name: <c>gateway</c>, <c>fairness</c>, <c>progression</c>, <c>leaderboard</c>, <c>console</c>.</param>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static void AddServiceDefaults(this WebApplicationBuilder builder, string service)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.AddSecrets(Clock(builder.Services));
        builder.AddOperators();
        builder.Services.AddSingleton(AuditSettings.Read(builder.Configuration));
        if (!builder.Configuration.IsRetentionOfAJob())
            builder.Services.AddHostedService<AuditUpkeep>();
        builder.AddServiceLogging(service);
        builder.AddServiceTelemetry(service);
        builder.Services.AddOutgoingHttp();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);

        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddHealthChecks();
        builder.Services.AddSingleton<Readiness>();
        // A registry of its own: four services may share one process, and one must not show the metrics of another.
        builder.Services.TryAddSingleton(static _ => ProcessMetrics.NewRegistry());
        builder.Services.TryAddSingleton(static services => ProcessMetrics.NewFactory(services.GetRequiredService<CollectorRegistry>()));
        builder.Services.AddHostedService<ReadinessMetrics>();
        builder.Services.AddSingleton<RequestDurations>();
        builder.Services.AddSingleton<StoreDurations>();
        builder.Services.AddServiceDocument(service);
        ReadingCalls.Add(builder.Services, CorsOrigins.Read(builder.Configuration));
        if (service != Console)
            builder.AddExports(service);
    }

    /// <summary>
    /// Maps <c>/healthz</c>, <c>/readyz</c>, <c>/metrics</c>, <c>/openapi/v1.json</c>, problem answers for what no endpoint takes, and, where
    /// there are some, the dead letters and the audit.
    /// </summary>
    public static void MapServiceDefaults(this WebApplication app)
    {
        app.Use(next => ActivatorUtilities.CreateInstance<RequestEdge>(app.Services, next).InvokeAsync);
        app.UseRouting(); // else it would come first, and know no HEAD
        ReadingCalls.Use(app);
        app.Use(next => new KnownParameters(next).InvokeAsync);
        app.MapHealthEndpoints();
        app.MapMetrics(settings => settings.Registry = app.Services.GetRequiredService<CollectorRegistry>()).WithMetadata(new HttpMethodMetadata([HttpMethods.Get])); // else it takes any
        app.MapDeadLetters();
        app.MapAudit();
        app.MapOperators();
        app.MapOpenApi("/openapi/v1.json").Add(static endpoint => endpoint.RequestDelegate = OfThePath(endpoint.RequestDelegate!));
    }

    // The document's name may stand in the query as well, and for one that is not there it would say 404 in words of its own.
    private static RequestDelegate OfThePath(RequestDelegate document) => context =>
    {
        context.Request.QueryString = QueryString.Empty;
        return document(context);
    };

    // Secrets are read before there is a container to ask.
    private static TimeProvider Clock(IServiceCollection services) =>
        services.Last(service => service.ServiceType == typeof(TimeProvider)).ImplementationInstance as TimeProvider ?? TimeProvider.System;
}
