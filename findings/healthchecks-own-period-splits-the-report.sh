#!/usr/bin/env bash
# Microsoft.Extensions.Diagnostics.HealthChecks of ASP.NET Core 10.0, with Grpc.AspNetCore.HealthChecks 2.85.0 and Grpc.Net.Client 2.85.0
#
# Expected: an IHealthCheckPublisher gets "a HealthReport", "the result of executing a group of IHealthCheck instances", of whatever the Predicate of HealthCheckPublisherOptions lets through; its Status is "the aggregate status
#           of all the health checks" (their documentation). Period of a registration is "the individual period used for the check": a dear check runs less often, and what it said last holds until then.
# Seen:     each period is a round of its own whose report has only the checks of that period. While the database's check, every 3 s, says Unhealthy, the others' report in between is Healthy, with no word of the database: a
#           publisher that keeps the Status (a gauge, a file for a probe, a message to a load balancer) goes to and fro. So does the standard gRPC health service, whose Watch is fed by a publisher: clients that balance by it
#           come back to a server that cannot serve, once a second. Without a Period of its own for one check it says NotServing and stays at it; CheckHealthAsync, and /healthz, are right in both.
# So:       one period for all, and a check that is dear keeps its last answer by itself; or the publisher keeps what each entry said last and reckons the status from all of them. (A Delay of its own splits the rounds likewise.)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Grpc.AspNetCore.HealthChecks" Version="[2.85.0]" />
    <PackageReference Include="Grpc.Net.Client" Version="[2.85.0]" />
  </ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Net;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;

Console.WriteLine(string.Join('\n', await Task.WhenAll(WatchAsync(null), WatchAsync(TimeSpan.FromSeconds(3)))));

static async Task<string> WatchAsync(TimeSpan? period)
{
    WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
    builder.Logging.ClearProviders();
    builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
    builder.Services.AddGrpc();
    builder.Services.Configure<HealthCheckPublisherOptions>(options => (options.Delay, options.Period) = (TimeSpan.Zero, TimeSpan.FromSeconds(1)));
    builder.Services.AddGrpcHealthChecks()
        .AddCheck("memory", () => HealthCheckResult.Healthy())
        .Add(new HealthCheckRegistration("database", new Away(), failureStatus: null, tags: null) { Period = period });
    await using WebApplication server = builder.Build();
    server.MapGrpcHealthChecksService();
    await server.StartAsync();

    await Task.Delay(500); // the first round is over
    var told = new List<string>();
    using var end = new CancellationTokenSource(TimeSpan.FromSeconds(8));
    using GrpcChannel channel = GrpcChannel.ForAddress(server.Urls.First());
    try
    {
        using AsyncServerStreamingCall<HealthCheckResponse> watch = new Health.HealthClient(channel).Watch(new HealthCheckRequest(), cancellationToken: end.Token);
        await foreach (HealthCheckResponse answer in watch.ResponseStream.ReadAllAsync())
            told.Add(answer.Status.ToString());
    }
    catch (RpcException e) when (e.StatusCode == StatusCode.Cancelled)
    {
    }

    HealthReport report = await server.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
    int serving = told.Count(status => status == "Serving"), not = told.Count(status => status == "NotServing");
    return $"the database is away, its check runs {(period is null ? "with the others" : "every 3 s")}: asked {report.Status}, watched {(serving == 0 ? "NotServing" : serving > 1 && not > 1 ? "Serving and NotServing by turns" : string.Join(' ', told))}";
}

internal sealed class Away : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellation) => Task.FromResult(HealthCheckResult.Unhealthy());
}
PROGRAM
seen=$(dotnet run 2>&1 | tail -n 2)
echo "$seen"
[ "$seen" = "the database is away, its check runs with the others: asked Unhealthy, watched NotServing
the database is away, its check runs every 3 s: asked Unhealthy, watched Serving and NotServing by turns" ]
