#!/usr/bin/env bash
# ASP.NET Core 10.0 with Microsoft.AspNetCore.OpenApi 10.0.15, and Microsoft.OpenApi.Kiota 1.38.0 (C#)
#
# Expected: a body of one of several kinds ([JsonPolymorphic], an abstract base) that cannot be read is the client's fault, 400, as other
#           unreadable JSON is; and a client generated from the endpoint's own document writes what the endpoint reads.
# Seen:     "type" after another member is 500, and so is a body without it; a "type" that is not known is 400. The document requires "type",
#           and members have no order in JSON. Kiota's classes write theirs by the alphabet, "amount" before "type": each request of such a client is
#           500, and counts as the server's error in what watches it.
# So:       AllowOutOfOrderMetadataProperties = true where a kind is told by a member; a body without it remains 500, so such an endpoint
#           catches NotSupportedException, or reads the member itself; tests send "type" last, and none.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" && export TMPDIR=$folder # the SDK leaves folders there
export DOTNET_CLI_TELEMETRY_OPTOUT=1 KIOTA_CLI_TELEMETRY_OPTOUT=1
mkdir server
cat > server/finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="Microsoft.AspNetCore.OpenApi" Version="[10.0.15]" /></ItemGroup>
</Project>
PROJECT
cat > server/finding.cs <<'PROGRAM'
using System.Net;
using System.Text;
using System.Text.Json.Serialization;

foreach (bool any in new[] { false, true })
{
    WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
    builder.Logging.ClearProviders();
    builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
    builder.Services.AddOpenApi();
    builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.AllowOutOfOrderMetadataProperties = any);
    await using WebApplication app = builder.Build();
    app.MapOpenApi();
    app.MapPost("/events", (Event e) => e.GetType().Name);
    await app.StartAsync();
    using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    await File.WriteAllTextAsync(args[0], await http.GetStringAsync("/openapi/v1.json"));
    var seen = new List<int>();
    foreach (string body in new[] { """{"type":"kill","amount":3}""", """{"amount":3,"type":"kill"}""", """{"amount":3}""", """{"type":"other"}""" })
        seen.Add((int)(await http.PostAsync("/events", new StringContent(body, Encoding.UTF8, "application/json"))).StatusCode);
    Console.WriteLine($"any order {any}: type first {seen[0]}, last {seen[1]}, none {seen[2]}, unknown {seen[3]}");
}

[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Kill), "kill")]
[JsonDerivedType(typeof(Gain), "gain")]
internal abstract record Event(long Amount);
internal sealed record Kill(long Amount) : Event(Amount);
internal sealed record Gain(long Amount) : Event(Amount);
PROGRAM
seen=$(dotnet run --project server -- "$folder/document.json" 2>&1 | tail -n 2)
dotnet tool install Microsoft.OpenApi.Kiota --version 1.38.0 --tool-path tool >/dev/null
tool/kiota generate -l CSharp -d document.json -o generated -c Client -n Generated --log-level Error >/dev/null 2>&1
seen="$seen
Kiota writes: $(grep -hoE 'writer\.Write[A-Za-z]*Value.*\("[a-z]+"' generated/Models/EventKill.cs | grep -oE '[a-z]+"$' | tr -d '"' | paste -sd ' ')"
echo "SDK $(dotnet --version)"
echo "$seen"
[ "$seen" = "any order False: type first 200, last 500, none 500, unknown 400
any order True: type first 200, last 200, none 500, unknown 400
Kiota writes: amount type" ]
