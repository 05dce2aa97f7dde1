#!/usr/bin/env bash
# Microsoft.IdentityModel.Protocols.OpenIdConnect and Microsoft.IdentityModel.JsonWebTokens 8.23.0 (the issuer is a local server that answers 503 after 250 ms, as a gateway does that finds nobody behind it)
#
# Expected: a ConfigurationManager that has no keys yet, since the issuer is away when a service starts, asks for them now and then: RefreshInterval (5 minutes) is "the minimum time between retrievals, in the event that a retrieval failed" (documentation of
#           JwtBearerOptions, which makes a ConfigurationManager by it), and since pull request 2052, merged in 2023, it is shorter before the first success, but with an "exponential backoff". Who asks meanwhile hears the failure at once.
# Seen:     of both nothing is left: every token that comes has the issuer asked, twice, by one after the other under a lock, and each asks anew what the one before it has just been refused. Ten at once: 20 questions, and the last waits ten times as long as the first,
#           5 s; by a hundred a second the line never ends, and the issuer gets it all when it comes back.
# So:       get the configuration once before the service says that it is ready (await manager.GetConfigurationAsync()), so that no token comes before there are keys; or keep the failure for some seconds in an IConfigurationManager of one's own that
#           shares one question among all who wait.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" && export TMPDIR=$folder # the SDK leaves folders there
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.IdentityModel.Protocols.OpenIdConnect" Version="[8.23.0]" /><PackageReference Include="Microsoft.IdentityModel.JsonWebTokens" Version="[8.23.0]" />
  </ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

using var free = new TcpListener(IPAddress.Loopback, 0);
free.Start();
string issuer = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
free.Stop();
int asked = 0;
using var server = new HttpListener { Prefixes = { issuer } };
server.Start();
_ = Task.Run(async () =>
{
    while (true)
    {
        HttpListenerContext context = await server.GetContextAsync();
        Interlocked.Increment(ref asked);
        _ = Task.Run(async () =>
        {
            await Task.Delay(250); // a gateway that looks for it
            context.Response.StatusCode = 503;
            context.Response.Close();
        });
    }
});

var manager = new ConfigurationManager<OpenIdConnectConfiguration>(issuer, new OpenIdConnectConfigurationRetriever(), new HttpDocumentRetriever { RequireHttps = false });
var handler = new JsonWebTokenHandler();
string token = handler.CreateToken(new SecurityTokenDescriptor { Audience = "game", SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(new byte[32]), SecurityAlgorithms.HmacSha256) });
var parameters = new TokenValidationParameters { ConfigurationManager = manager, ValidAudience = "game", ValidateIssuer = false };
Console.WriteLine($"RefreshInterval {manager.RefreshInterval}");
await handler.ValidateTokenAsync(token, parameters);
Console.WriteLine($"one token: asked {asked} times");
asked = 0;
for (int i = 0; i < 5; i++)
    await handler.ValidateTokenAsync(token, parameters);
Console.WriteLine($"five more, one after another: asked {asked} times");
asked = 0;
var clock = Stopwatch.StartNew();
TimeSpan[] waited = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
{
    await handler.ValidateTokenAsync(token, parameters);
    return clock.Elapsed;
}));
Console.WriteLine($"ten at once: asked {asked} times, the last waited {(waited.Max() > TimeSpan.FromSeconds(4) ? "more than 4 s" : "less")}");
Environment.Exit(0);
PROGRAM
seen=$(timeout 90 dotnet run 2>&1 | tail -n 4)
echo "$seen"
[ "$seen" = 'RefreshInterval 00:05:00
one token: asked 2 times
five more, one after another: asked 10 times
ten at once: asked 20 times, the last waited more than 4 s' ]
