using System.Diagnostics.Metrics;
using Azure.Monitor.OpenTelemetry.Exporter;
using LiveOps.Core.Traces;
using LiveOps.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Prometheus;

namespace LiveOps.ServiceDefaults.Telemetry;

/// <summary>
/// Traces, metrics and logs to an OTLP collector when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one; traces and logs to Azure Monitor, beside it or alone, when
/// <c>APPLICATIONINSIGHTS_CONNECTION_STRING</c> is set. Without either nothing listens and no request pays for it. Everything is scoped to the one service, also where several share a process.
/// </summary>
internal static class ServiceTelemetry
{
    private static readonly string[] Meters =
        ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Routing", "System.Net.Http"];

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static void AddServiceTelemetry(this IHostApplicationBuilder builder, string service)
    {
        // ASP.NET Core makes its spans with the container's source.
        builder.Services.Replace(ServiceDescriptor.Singleton(ActivitySources.Of(service)));
        (OtlpSettings? otlp, AzureMonitorSettings? azure) = (OtlpSettings.Read(builder.Configuration), AzureMonitorSettings.Read(builder.Configuration));
        if (otlp is null && azure is null)
            return;

        TraceSampling sampling = TraceSampling.Read(builder.Configuration, isToAzure: azure is not null);
        bool isAlone = builder.Configuration.GetBusKind() != BusKind.Embedded;
        OpenTelemetryBuilder telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => Describe(resource, service, isAlone))
            .WithTracing(tracing => Trace(tracing, service, otlp, azure, sampling, isAlone))
            .WithLogging(logging => Log(logging, otlp, azure), options => options.IncludeFormattedMessage = true)
            .WithMetrics();
        if (otlp is not null)
            Measure(builder.Services, telemetry, otlp);
        builder.Services.AddHostedService<LastTelemetry>();
    }

    // AddService replaces what a deployment says in OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES, and makes up an instance's id though one is given:
    // so the variables are read once more after it. Where one process is all four services, each keeps its own name all the same.
    private static void Describe(ResourceBuilder resource, string service, bool isAlone)
    {
        resource.AddService(service, serviceNamespace: "liveops").AddEnvironmentVariableDetector();
        if (!isAlone)
            resource.AddService(service, autoGenerateServiceInstanceId: false);
    }

    private static void Trace(TracerProviderBuilder tracing, string service, OtlpSettings? otlp, AzureMonitorSettings? azure, TraceSampling sampling, bool isAlone)
    {
        tracing
            .AddSource(ActivitySources.NameOf(service))
            .AddAspNetCoreInstrumentation(options => options.Filter = IsTraced)
            .AddRedisInstrumentation(OwnSpans.OfRequests);
        // Azure's exporter takes whatever its provider hears: where four services share a process each would send what is called by any of them.
        if (azure is null || isAlone)
            tracing.AddHttpClientInstrumentation().AddSource(OwnSpans.SqlDrivers);
        if (otlp is not null)
        {
            tracing.AddProcessor(new OwnSpans(service, new BatchActivityExportProcessor(
                new OtlpTraceExporter(otlp.For("traces")), scheduledDelayMilliseconds: otlp.Milliseconds("OTEL_BSP_SCHEDULE_DELAY", 5_000))));
        }

        if (azure is not null)
        {
            tracing.AddAzureMonitorTraceExporter(options =>
            {
                azure.Apply(options);
                sampling.Apply(options);
            });
        }

        sampling.Apply(tracing);
    }

    private static void Log(LoggerProviderBuilder logging, OtlpSettings? otlp, AzureMonitorSettings? azure)
    {
        logging.AddProcessor(new RedactedLogs()); // before whoever sends them
        if (otlp is not null)
        {
            logging.AddProcessor(new BatchLogRecordExportProcessor(
                new OtlpLogExporter(otlp.For("logs")), scheduledDelayMilliseconds: otlp.Milliseconds("OTEL_BLRP_SCHEDULE_DELAY", 5_000)));
        }

        if (azure is not null)
            logging.AddAzureMonitorLogExporter(azure.Apply);
    }

    // To a collector alone: Azure's managed Prometheus scrapes them, and would be paid twice.
    private static void Measure(IServiceCollection services, OpenTelemetryBuilder telemetry, OtlpSettings otlp)
    {
        services.AddMetrics(metrics =>
        {
            foreach (string meter in Meters)
                metrics.EnableMetrics(meter, instrumentName: null, listenerName: null, MeterScope.Local);
            metrics.EnableMetrics(RegistryMeter.Name, instrumentName: null, listenerName: null, MeterScope.Local);
        });
        telemetry.WithMetrics(metrics => metrics
            .AddRuntimeInstrumentation()
            .AddReader(services => new RegistryMetricReader(
                new RegistryMeter(services.GetRequiredService<CollectorRegistry>(), services.GetRequiredService<IMeterFactory>()),
                services.GetRequiredService<IHostApplicationLifetime>(),
                new OtlpMetricExporter(otlp.For("metrics")),
                otlp.Milliseconds("OTEL_METRIC_EXPORT_INTERVAL", 60_000))));
    }

    // Probes and scrapes would bury the rest.
    private static bool IsTraced(HttpContext context) => context.Request.Path.Value is not ("/healthz" or "/readyz" or "/metrics");
}
