#!/usr/bin/env bash
# OpenTelemetry 1.20.1 (.NET), and npm @opentelemetry/sdk-metrics 3.1.1
#
# Expected: what several callbacks or measurements of an observable counter say for one series is added up. A view that leaves attributes away: the measurements that meet are those "which the SDK is expected to
#           aggregate before producing the output", "in this case meaning to add the current point values together because they are Sum data points" (OpenTelemetry's specification, supplementary guidelines for metrics,
#           "attribute removal in a view"). Two instruments of one name and meter, as each instance of a class makes its own: "The implementation MUST aggregate data from identical Instruments together" (Metrics SDK).
# Seen:     the last measurement stands alone, in both languages: of 105 bytes on two CPUs 5 are told, of 72 that wait in two queues 2. Counters that are added to beside them, through the same view, are right. Nothing
#           is said of it. Which one is last is the order in which they are reported: once that changes a counter goes backwards, which Prometheus takes for a restart.
# So:       observable instruments keep all their attributes, and the backend adds up; one instrument in a process whose callback adds up by itself; or UpDownCounter and Counter, which are added to. A test reads both sides
#           of a view. (Its issue 1874 of the specification asked how in 2021; Java's 4901 tells of the view.)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="OpenTelemetry.Exporter.InMemory" Version="[1.20.1]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;

var read = new List<Metric>();
using var meter = new Meter("finding");
using var again = new Meter("finding"); // another instance of the same class
using MeterProvider provider = Sdk.CreateMeterProviderBuilder().AddMeter("finding")
    .AddView("bytes.*", new MetricStreamConfiguration { TagKeys = ["disk"] }).AddInMemoryExporter(read).Build();

meter.CreateObservableCounter("bytes.observed", () => new[] { Of(100, "0"), Of(5, "1") });
Counter<long> added = meter.CreateCounter<long>("bytes.added");
foreach (Measurement<long> one in new[] { Of(100, "0"), Of(5, "1") })
    added.Add(one.Value, one.Tags);
meter.CreateObservableUpDownCounter("waiting.observed", () => 70L);
again.CreateObservableUpDownCounter("waiting.observed", () => 2L);
meter.CreateUpDownCounter<long>("waiting.added").Add(70);
again.CreateUpDownCounter<long>("waiting.added").Add(2);

provider.ForceFlush();
var told = new List<string>();
foreach (Metric metric in read)
{
    foreach (ref readonly MetricPoint point in metric.GetMetricPoints())
        told.Add($"{metric.Name} {point.GetSumLong()}");
}

Console.WriteLine(".NET: " + string.Join(", ", told.Order()));

static Measurement<long> Of(long value, string cpu) => new(value, new("disk", "sda"), new("cpu", cpu));
PROGRAM
cat > finding.mjs <<'PROGRAM'
import { createAllowListAttributesProcessor, MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';

class Reader extends MetricReader {
  async onForceFlush() {}
  async onShutdown() {}
}
const reader = new Reader();
const provider = new MeterProvider({ readers: [reader], views: [{ instrumentName: 'bytes.*', attributesProcessors: [createAllowListAttributesProcessor(['disk'])] }] });
const meter = provider.getMeter('finding');
const measured = [[100, { disk: 'sda', cpu: '0' }], [5, { disk: 'sda', cpu: '1' }]];
meter.createObservableCounter('bytes.observed').addCallback(result => measured.forEach(([value, attributes]) => result.observe(value, attributes)));
const added = meter.createCounter('bytes.added');
measured.forEach(([value, attributes]) => added.add(value, attributes));
for (const waiting of [70, 2]) {
  meter.createObservableUpDownCounter('waiting.observed').addCallback(result => result.observe(waiting));
  meter.createUpDownCounter('waiting.added').add(waiting);
}
const { resourceMetrics } = await reader.collect();
const told = resourceMetrics.scopeMetrics.flatMap(scope => scope.metrics).flatMap(metric => metric.dataPoints.map(point => `${metric.descriptor.name} ${point.value}`));
console.log('JavaScript: ' + told.sort().join(', '));
PROGRAM
npm install --silent --no-save --no-audit --no-fund @opentelemetry/sdk-metrics@3.1.1 @opentelemetry/api@1.10.0 >/dev/null
seen=$(dotnet run 2>&1 | tail -n 1; node finding.mjs)
echo "$seen"
[ "$seen" = ".NET: bytes.added 105, bytes.observed 5, waiting.added 72, waiting.observed 2
JavaScript: bytes.added 105, bytes.observed 5, waiting.added 72, waiting.observed 2" ]
