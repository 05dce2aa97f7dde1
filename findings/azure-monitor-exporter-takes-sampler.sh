#!/usr/bin/env bash
# Azure.Monitor.OpenTelemetry.Exporter 1.10.0 with OpenTelemetry 1.20.1 (.NET); the ingestion is a local server
#
# Expected: an exporter sends what was sampled, and who samples is set elsewhere: by SetSampler, or by OTEL_TRACES_SAMPLER, whose values the specification defines (always_on, always_off, parentbased_traceidratio …) and the
#           SDK reads. That it brings RateLimitedSampler, 5 traces a second, is its default ("By default", its README), for where none is set; other exporters of the same provider get all that they got before.
# Seen:     AddAzureMonitorTraceExporter sets the sampler of the provider, also over one that was set before it: AlwaysOnSampler, then the exporter, is 5 traces a second, and so it is for the OTLP exporter or the console
#           beside it. The variable's standard values are not known to it, and not told of: always_on is 5 a second, parentbased_traceidratio with 0.5 as well, and always_off sends. Only
#           microsoft.rate_limited and microsoft.fixed_percentage count. SamplingRatio = 1 alone changes nothing: TracesPerSecond goes before it, and is 5 already. A SetSampler after it holds. (Of SetSampler azure-sdk-for-net 61703 tells, open.)
# So:       SetSampler comes after the exporter; or TracesPerSecond = null and SamplingRatio = 1 in its options, whether OTEL_TRACES_SAMPLER is set or not, unless its value begins with "microsoft."; a test counts spans.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup>
  <ItemGroup><PackageReference Include="OpenTelemetry.Exporter.InMemory" Version="[1.20.1]" /><PackageReference Include="Azure.Monitor.OpenTelemetry.Exporter" Version="[1.10.0]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Diagnostics;
using Azure.Monitor.OpenTelemetry.Exporter;
using OpenTelemetry;
using OpenTelemetry.Trace;

WebApplicationBuilder builder = WebApplication.CreateBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.UseUrls("http://127.0.0.1:0");
await using WebApplication ingestion = builder.Build();
ingestion.Run(context => context.Response.WriteAsync("""{"itemsReceived":1,"itemsAccepted":1,"errors":[]}"""));
await ingestion.StartAsync();
Environment.SetEnvironmentVariable("APPLICATIONINSIGHTS_STATSBEAT_DISABLED", "true");

void Azure(AzureMonitorExporterOptions options)
{
    options.ConnectionString = $"InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint={ingestion.Urls.First()}/";
    options.DisableOfflineStorage = true;
}

foreach (string? sampler in (string?[])[null, "always_on", "always_off"])
{
    Environment.SetEnvironmentVariable("OTEL_TRACES_SAMPLER", sampler);
    string set = sampler is null ? "no variable" : $"OTEL_TRACES_SAMPLER={sampler}";
    Count($"{set}, no exporter for Azure", tracing => tracing);
    Count($"{set}, with it", tracing => tracing.AddAzureMonitorTraceExporter(Azure));
}

Environment.SetEnvironmentVariable("OTEL_TRACES_SAMPLER", null);
Count("AlwaysOnSampler, then the exporter", tracing => tracing.SetSampler(new AlwaysOnSampler()).AddAzureMonitorTraceExporter(Azure));
Count("the exporter, then AlwaysOnSampler", tracing => tracing.AddAzureMonitorTraceExporter(Azure).SetSampler(new AlwaysOnSampler()));
Count("SamplingRatio = 1", tracing => tracing.AddAzureMonitorTraceExporter(options => { Azure(options); options.SamplingRatio = 1; }));
Count("and TracesPerSecond = null", tracing => tracing.AddAzureMonitorTraceExporter(options => { Azure(options); options.SamplingRatio = 1; options.TracesPerSecond = null; }));
await ingestion.StopAsync();

// What another exporter of the same provider is given of 200 requests in some 2 s.
static void Count(string what, Func<TracerProviderBuilder, TracerProviderBuilder> configure)
{
    var spans = new List<Activity>();
    using var requests = new ActivitySource("requests");
    using (configure(Sdk.CreateTracerProviderBuilder().AddSource("requests")).AddInMemoryExporter(spans).Build())
    {
        for (int i = 0; i < 200; i++, Thread.Sleep(10))
            requests.StartActivity("request", ActivityKind.Server)?.Dispose();
    }

    Console.WriteLine($"{what}: {(spans.Count is > 0 and < 60 ? "a few" : spans.Count)} of 200");
}
PROGRAM
seen=$(dotnet run 2>&1 | tail -n 10)
echo "$seen"
[ "$seen" = "no variable, no exporter for Azure: 200 of 200
no variable, with it: a few of 200
OTEL_TRACES_SAMPLER=always_on, no exporter for Azure: 200 of 200
OTEL_TRACES_SAMPLER=always_on, with it: a few of 200
OTEL_TRACES_SAMPLER=always_off, no exporter for Azure: 0 of 200
OTEL_TRACES_SAMPLER=always_off, with it: a few of 200
AlwaysOnSampler, then the exporter: a few of 200
the exporter, then AlwaysOnSampler: 200 of 200
SamplingRatio = 1: a few of 200
and TracesPerSecond = null: 200 of 200" ]
