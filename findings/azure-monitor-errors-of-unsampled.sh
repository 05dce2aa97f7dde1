#!/usr/bin/env bash
# Azure.Monitor.OpenTelemetry.Exporter 1.10.0 with OpenTelemetry 1.20.1 (.NET); the ingestion is a local server that counts
#
# Expected: SamplingRatio is about traces ("40% of traces are sampled and 60% are dropped", its summary), and logs are sent, the errors of all requests: alerts stand on them. EnableTraceBasedLogsSampler was "added … to enable
#           filtering logs based on trace sampling decisions" (its change log for 1.5.0), so it is off where nobody enables it; neither its summary nor the README names another default.
# Seen:     it is on. Each log of a request that is not sampled, an error with its exception as well, is left out, without a word: at a tenth of the traces nine errors in ten do not arrive, and with no setting at all (5 traces
#           a second) nearly none of a busy service's. Errors outside of a request do arrive, and so does all of it at another exporter beside.
# So:       EnableTraceBasedLogsSampler = false in the options of AddAzureMonitorLogExporter wherever traces are sampled; and errors are counted by a metric, which nothing samples.
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
using System.IO.Compression;
using Azure.Monitor.OpenTelemetry.Exporter;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Trace;

WebApplicationBuilder builder = WebApplication.CreateBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.UseUrls("http://127.0.0.1:0");
await using WebApplication ingestion = builder.Build();
int arrived = 0;
ingestion.Run(async context =>
{
    bool zipped = context.Request.Headers.ContentEncoding == "gzip";
    using var reader = new StreamReader(zipped ? new GZipStream(context.Request.Body, CompressionMode.Decompress) : context.Request.Body);
    int items = (await reader.ReadToEndAsync()).Split('\n').Count(line => line.Contains("\"ExceptionData\"", StringComparison.Ordinal));
    Interlocked.Add(ref arrived, items);
    await context.Response.WriteAsync($$"""{"itemsReceived":{{items}},"itemsAccepted":{{items}},"errors":[]}""");
});
await ingestion.StartAsync();
Environment.SetEnvironmentVariable("APPLICATIONINSIGHTS_STATSBEAT_DISABLED", "true");

Count("errors of 100 requests, a tenth of the traces", true, options => (options.TracesPerSecond, options.SamplingRatio) = (null, 0.1f));
Count("errors of 100 requests, no setting", true, _ => { });
Count("errors outside of requests, no setting", false, _ => { });
Count("EnableTraceBasedLogsSampler = false", true, options => options.EnableTraceBasedLogsSampler = false);
await ingestion.StopAsync();

void Count(string what, bool inRequest, Action<AzureMonitorExporterOptions> configure)
{
    void Azure(AzureMonitorExporterOptions options)
    {
        options.ConnectionString = $"InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint={ingestion.Urls.First()}/";
        options.DisableOfflineStorage = true;
        configure(options);
    }

    arrived = 0;
    var others = new List<LogRecord>();
    using var requests = new ActivitySource("requests");
    using (Sdk.CreateTracerProviderBuilder().AddSource("requests").AddAzureMonitorTraceExporter(Azure).Build())
    using (ILoggerFactory logs = LoggerFactory.Create(logging => logging.AddOpenTelemetry(telemetry => telemetry.AddInMemoryExporter(others).AddAzureMonitorLogExporter(Azure))))
    {
        ILogger logger = logs.CreateLogger("Shop");
        for (int i = 0; i < 100; i++)
        {
            using Activity? request = inRequest ? requests.StartActivity("request", ActivityKind.Server) : null;
            logger.LogError(new InvalidOperationException("no stock"), "Order {Order} failed.", i);
        }
    }

    Console.WriteLine($"{what}: {(arrived < 50 ? "few" : arrived)} arrive of 100, another exporter has {others.Count}");
}
PROGRAM
seen=$(dotnet run 2>&1 | tail -n 4)
echo "$seen"
[ "$seen" = "errors of 100 requests, a tenth of the traces: few arrive of 100, another exporter has 100
errors of 100 requests, no setting: few arrive of 100, another exporter has 100
errors outside of requests, no setting: 100 arrive of 100, another exporter has 100
EnableTraceBasedLogsSampler = false: 100 arrive of 100, another exporter has 100" ]
