#!/usr/bin/env bash
# OpenTelemetry and OpenTelemetry.Exporter.OpenTelemetryProtocol 1.20.1 (.NET)
#
# Expected: ForceFlush of the providers of traces, metrics and logs "returns true when force flush succeeded; otherwise, false" (the same
#           sentence in the documentation of all three): with no collector at the address all say false, so that a job that ends can tell.
# Seen:     metrics say false. Traces and logs say true, by HTTP as by gRPC: their queue was emptied, and nobody took what was in it.
# So:       true of traces and logs is no sign that anything arrived; who must know flushes metrics as well, or wraps the exporter and keeps
#           its results.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" && export TMPDIR=$folder # the SDK leaves folders there
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="OpenTelemetry.Exporter.OpenTelemetryProtocol" Version="[1.20.1]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

// A port on which nobody listens.
var listener = new TcpListener(IPAddress.Loopback, 0);
listener.Start();
int port = ((IPEndPoint)listener.LocalEndpoint).Port;
listener.Stop();

foreach (OtlpExportProtocol protocol in new[] { OtlpExportProtocol.HttpProtobuf, OtlpExportProtocol.Grpc })
{
    void To(OtlpExporterOptions options) { options.Protocol = protocol; options.Endpoint = new Uri($"http://127.0.0.1:{port}/"); }
    using var source = new ActivitySource("finding");
    using var meter = new Meter("finding");
    using TracerProvider traces = Sdk.CreateTracerProviderBuilder().AddSource("finding").AddOtlpExporter(To).Build();
    using MeterProvider metrics = Sdk.CreateMeterProviderBuilder().AddMeter("finding").AddOtlpExporter(To).Build();
    var services = new ServiceCollection().AddLogging(logging => logging.AddOpenTelemetry(options => options.AddOtlpExporter(To)));
    using ServiceProvider provider = services.BuildServiceProvider();

    source.StartActivity("work")!.Dispose();
    meter.CreateCounter<long>("done").Add(1);
    provider.GetRequiredService<ILogger<Program>>().LogWarning("done");
    Console.WriteLine($"{protocol}: metrics {metrics.ForceFlush(5000)}, traces {traces.ForceFlush(5000)}, "
        + $"logs {provider.GetRequiredService<LoggerProvider>().ForceFlush(5000)}");
}
PROGRAM
seen=$(dotnet run 2>&1 | tail -n 2)
echo "$seen"
[ "$seen" = "HttpProtobuf: metrics False, traces True, logs True
Grpc: metrics False, traces True, logs True" ]
