#!/usr/bin/env bash
# OpenTelemetry.Exporter.Prometheus.AspNetCore 1.20.1-beta.1 with OpenTelemetry 1.20.1 (.NET)
#
# Expected: two instruments of different kinds whose names are one name for Prometheus are a conflict, of which one goes: "Exporters MUST drop entire metrics to prevent conflicting TYPE comments" and "SHOULD warn the user
#           through error logging" (OpenTelemetry's specification, Prometheus and OpenMetrics compatibility). The one that was there stays (the collector: "instrument type conflict, using existing type definition").
# Seen:     both go, the one that was there for days as soon as some library makes its own, and no log says so (an EventSource does, to who listens). And it depends on who asks. A counter "orders" and another meter's
#           UpDownCounter or gauge "orders" are orders_total and orders in the text that curl and a browser are given; in OpenMetrics, which Prometheus asks for, they are one name, and it gets neither. Where the
#           other one is "orders.total" as well, Prometheus gets that as orders_total, a gauge with another meaning, in the counter's place, and curl gets neither. (Since its change 7240; before, both were there.)
# So:       names begin with the meter's own word (shop.orders); a test, and whoever looks why a metric is missing, asks with "Accept: application/openmetrics-text"; an alert on absent() for what matters.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="OpenTelemetry.Extensions.Hosting" Version="[1.20.1]" /><PackageReference Include="OpenTelemetry.Exporter.Prometheus.AspNetCore" Version="[1.20.1-beta.1]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

WebApplicationBuilder builder = WebApplication.CreateBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter("Shop", "Library").AddPrometheusExporter(options => options.ScrapeResponseCacheDurationMilliseconds = 0));
await using WebApplication app = builder.Build();
app.MapPrometheusScrapingEndpoint();
await app.StartAsync();
using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

using Meter shop = new("Shop"), library = new("Library");
shop.CreateCounter<long>("orders").Add(5);
shop.CreateGauge<long>("players").Record(7);
await Show("the counter orders");
library.CreateUpDownCounter<long>("orders").Add(2); // how many a library has in hand
await Show("and another meter's orders");
library.CreateUpDownCounter<long>("orders.total").Add(2);
await Show("and another meter's orders.total");
await app.StopAsync();

async Task Show(string what)
{
    Console.WriteLine($"{what}: Prometheus gets [{await Scrape("application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1")}], curl [{await Scrape("*/*")}]");
}

async Task<string> Scrape(string accept) // as Prometheus 2.42 asks, and as curl does
{
    using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
    request.Headers.TryAddWithoutValidation("Accept", accept);
    using HttpResponseMessage answer = await http.SendAsync(request);
    IEnumerable<string> series = (await answer.Content.ReadAsStringAsync()).Split('\n').Where(line => line.StartsWith("orders", StringComparison.Ordinal) || line.StartsWith("players", StringComparison.Ordinal));
    return string.Join(", ", series.Where(line => !line.Contains("_created", StringComparison.Ordinal)).Select(line => line[..line.IndexOf('{')] + line[line.LastIndexOf(' ')..]));
}
PROGRAM
seen=$(dotnet run 2>&1 | tail -n 3)
echo "$seen"
[ "$seen" = "the counter orders: Prometheus gets [orders_total 5, players 7], curl [orders_total 5, players 7]
and another meter's orders: Prometheus gets [players 7], curl [orders 2, orders_total 5, players 7]
and another meter's orders.total: Prometheus gets [orders_total 2, players 7], curl [orders 2, players 7]" ]
