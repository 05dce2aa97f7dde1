#!/usr/bin/env bash
# KubernetesClient 21.0.8 (C#), LeaderElector; the API server is a local one that keeps one Lease
#
# Expected: RunAndTryToHoldLeadershipForeverAsync "will retry to acquire leadership again after leadership was lost" and is "a Task which completes only on cancellation" (its documentation). A leader whose renewal fails goes
#           on trying until RenewDeadline, 10 seconds by default: "the duration that the acting master will retry refreshing leadership before giving up" (client-go, whose names and values these are). An API server that is
#           away for a second, as in each upgrade of a control plane, is neither.
# Seen:     that is so while it answers 503. Where the connection breaks the leader gives up at the first failure, long before RenewDeadline, and its next attempt ends the Task with HttpRequestException, so does
#           one that only waits for its turn: whichever replica saw it takes no part any more, and where all saw it nobody leads until somebody restarts them. IsLeader() of the one that led remains true. Who does not await
#           the Task hears nothing but OnError (the waiting one not even that).
# So:       a loop of one's own around RunUntilLeadershipLostAsync that catches everything but cancellation and waits a little, with a new LeaderElector in each round; whether one leads is what OnStartedLeading and
#           OnStoppedLeading said, not IsLeader(). A liveness probe that knows whether the Task has ended.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="KubernetesClient" Version="[21.0.8]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Text.Json.Nodes;
using k8s;
using k8s.LeaderElection;
using k8s.LeaderElection.ResourceLock;

string[] seen = await Task.WhenAll(
    ElectAsync(isAnswered: true, isLeader: true), ElectAsync(isAnswered: true, isLeader: false),
    ElectAsync(isAnswered: false, isLeader: true), ElectAsync(isAnswered: false, isLeader: false));
Console.WriteLine(string.Join('\n', seen));

static async Task<string> ElectAsync(bool isAnswered, bool isLeader)
{
    // The lease of another replica that is gone without giving it back, or none.
    JsonNode lease = isLeader ? null : JsonNode.Parse("""
        {"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"closing","namespace":"game","resourceVersion":"1"},
         "spec":{"holderIdentity":"other","leaseDurationSeconds":6,"acquireTime":"2026-01-01T00:00:00.000000Z","renewTime":"2026-01-01T00:00:00.000000Z","leaseTransitions":0}}
        """);
    bool isAway = false;
    WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
    builder.Logging.ClearProviders();
    builder.WebHost.UseUrls("http://127.0.0.1:0");
    await using WebApplication server = builder.Build();
    server.Run(async context =>
    {
        if (isAway && !isAnswered)
        {
            context.Abort();
            return;
        }

        if (isAway)
            context.Response.StatusCode = 503;
        else if (context.Request.Method == "GET" && lease is null)
            context.Response.StatusCode = 404;
        else if (context.Request.Method != "GET")
            lease = await JsonNode.ParseAsync(context.Request.Body);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(context.Response.StatusCode == 200 ? lease.ToJsonString() : "{}");
    });
    await server.StartAsync();

    using var client = new Kubernetes(new KubernetesClientConfiguration { Host = server.Urls.First() });
    using var elector = new LeaderElector(new LeaderElectionConfig(new LeaseLock(client, "game", "closing", "me"))
    {
        LeaseDuration = TimeSpan.FromSeconds(6),
        RenewDeadline = TimeSpan.FromSeconds(4),
        RetryPeriod = TimeSpan.FromSeconds(0.5),
    });
    bool leads = false;
    elector.OnStartedLeading += () => leads = true;
    elector.OnStoppedLeading += () => leads = false;
    using var end = new CancellationTokenSource();
    Task forever = elector.RunAndTryToHoldLeadershipForeverAsync(end.Token);

    await Task.Delay(2500);
    isAway = true;
    await Task.Delay(1500); // the API server is restarted
    isAway = false;
    await Task.Delay(9000); // longer than a lease lasts
    string told = $"{(isLeader ? "the leader" : "one that waits")}, the API server {(isAnswered ? "answers 503" : "drops connections")} for 1.5 s: {(leads ? "leads" : "does not lead")} 9 s later, "
        + $"IsLeader() {elector.IsLeader()}, the Task {(forever.IsFaulted ? "ended with " + forever.Exception.InnerException.GetType().Name : "goes on")}";
    await end.CancelAsync();
    await Task.WhenAny(forever);
    return told;
}
PROGRAM
seen=$(dotnet run 2>&1 | tail -n 4)
echo "$seen"
[ "$seen" = "the leader, the API server answers 503 for 1.5 s: leads 9 s later, IsLeader() True, the Task goes on
one that waits, the API server answers 503 for 1.5 s: leads 9 s later, IsLeader() True, the Task goes on
the leader, the API server drops connections for 1.5 s: does not lead 9 s later, IsLeader() True, the Task ended with HttpRequestException
one that waits, the API server drops connections for 1.5 s: does not lead 9 s later, IsLeader() False, the Task ended with HttpRequestException" ]
