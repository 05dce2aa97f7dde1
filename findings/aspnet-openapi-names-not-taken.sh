#!/usr/bin/env bash
# Microsoft.AspNetCore.OpenApi 10.0.15 with ASP.NET Core 10.0
#
# Expected: the document says what the endpoint takes ("schemas … reflect the JSON options", says its documentation, and a client is generated
#           from it): an enum's values in the query and a form's fields may be sent as the document writes them.
# Seen:     it writes all of them as JSON would, and only bodies of JSON are read so. An enum with the usual camelCase converter is
#           "bossKilled" in the document, and the query takes BossKilled only: 400. A form's field with [JsonPropertyName] is read by its C# name:
#           sent as documented the answer is 200, and the value is lost.
# So:       enums in queries are text that the endpoint reads itself, or have TryParse of their own; forms have their names as C# names; a test
#           sends each parameter as its document says. (Enums are mended for 11: dotnet/aspnetcore 66228.)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" && export TMPDIR=$folder # the SDK leaves folders there
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup>
  <ItemGroup><PackageReference Include="Microsoft.AspNetCore.OpenApi" Version="[10.0.15]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
builder.Services.AddOpenApi();
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase)));
await using WebApplication app = builder.Build();
app.MapOpenApi();
app.MapGet("/events", (Kind kind) => kind.ToString());
app.MapPost("/reports", ([FromForm] Report report) => $"'{report.Player}' {report.Text}").DisableAntiforgery();
await app.StartAsync();

using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
JsonNode schemas = JsonNode.Parse(await http.GetStringAsync("/openapi/v1.json"))!["components"]!["schemas"]!;
string kind = (string)schemas["Kind"]!["enum"]![0]!, field = schemas["Report"]!["properties"]!.AsObject().First().Key;
foreach (string sent in new[] { kind, nameof(Kind.BossKilled) })
    Console.WriteLine($"query {sent}: {(int)(await http.GetAsync($"/events?kind={sent}")).StatusCode}");
foreach (string sent in new[] { field, nameof(Report.Player) })
{
    HttpResponseMessage answer = await http.PostAsync("/reports", new FormUrlEncodedContent([new(sent, "ada"), new("text", "cheats")]));
    Console.WriteLine($"form {sent}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
}

internal enum Kind { BossKilled, XpGained }

internal sealed class Report
{
    [JsonPropertyName("player_id")]
    public string Player { get; set; } = "";

    public string Text { get; set; } = "";
}
PROGRAM
echo "SDK $(dotnet --version)"
seen=$(dotnet run 2>&1 | tail -n 4)
echo "$seen"
[ "$seen" = "query bossKilled: 400
query BossKilled: 200
form player_id: 200 '' cheats
form Player: 200 'ada' cheats" ]
