#!/usr/bin/env bash
# prometheus-net 8.2.1 with OpenTelemetry 1.20.1 (.NET)
#
# Expected: an exemplar leads to its trace: "This enables a metrics visualization app to cross-reference traces that explain how the metric got the value it has" (its README, Exemplars). A request that is not sampled has no trace
#           anywhere, which its context says (W3C Trace Context, the sampled flag; Activity.Recorded), so it leaves none: OpenTelemetry's specification has it so where nothing else is said (Metrics SDK, ExemplarFilter,
#           TraceBased: measurements "which are recorded in the context of a sampled parent span").
# Seen:     every request leaves its trace_id, sampled or not, and the last one overwrites what was there. Where one request in ten is sampled nine points in ten of a picture lead to "trace not found", and what does have a
#           trace, the slow request that somebody looks for, is overwritten by the next one that has none. Nothing says which is which. (Its issue 463, open.)
# So:       the ExemplarBehavior of the IMetricFactory has a DefaultExemplarProvider that asks Activity.Current for Recorded (shown too), before the first metric is made. Where a collector decides at the end of
#           a trace (tail sampling) no service can know, and a part of the points leads nowhere whatever is done.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="OpenTelemetry.Exporter.InMemory" Version="[1.20.1]" />
    <PackageReference Include="prometheus-net" Version="[8.2.1]" />
  </ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Prometheus;

const int Buckets = 200;
foreach (bool isAsked in new[] { false, true })
{
    var kept = new List<Activity>();
    using var source = new ActivitySource("finding");
    using TracerProvider traces = Sdk.CreateTracerProviderBuilder().AddSource("finding")
        .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(0.1))).AddInMemoryExporter(kept).Build();
    CollectorRegistry registry = Metrics.NewCustomRegistry();
    MetricFactory factory = Metrics.WithCustomRegistry(registry);
    if (isAsked)
        factory.ExemplarBehavior = new ExemplarBehavior { DefaultExemplarProvider = (_, _) => Activity.Current is { Recorded: true } ? Exemplar.FromTraceContext() : Exemplar.None };
    Histogram durations = factory.CreateHistogram("request_seconds", "How long requests take.", new HistogramConfiguration { Buckets = Histogram.LinearBuckets(1, 1, Buckets) });
    for (int i = 1; i <= Buckets; i++)
    {
        using Activity request = source.StartActivity("request", ActivityKind.Server);
        durations.Observe(i);
    }

    using var text = new MemoryStream();
    await registry.CollectAndExportAsTextAsync(text, ExpositionFormat.OpenMetricsText);
    string[] exemplars = [.. Regex.Matches(Encoding.UTF8.GetString(text.ToArray()), "trace_id=\"([0-9a-f]{32})\"").Select(match => match.Groups[1].Value)];
    int leading = exemplars.Count(id => kept.Any(span => span.TraceId.ToString() == id));
    Console.WriteLine($"{(isAsked ? "Recorded is asked" : "as it is")}: "
        + (leading == exemplars.Length && leading == kept.Count ? "each sampled request has an exemplar, and no other" : exemplars.Length == Buckets && leading < Buckets / 2 ? "each request has an exemplar, most lead nowhere" : "otherwise"));
}
PROGRAM
seen=$(dotnet run 2>&1 | tail -n 2)
echo "$seen"
[ "$seen" = "as it is: each request has an exemplar, most lead nowhere
Recorded is asked: each sampled request has an exemplar, and no other" ]
