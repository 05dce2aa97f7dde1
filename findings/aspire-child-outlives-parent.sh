#!/usr/bin/env bash
# Aspire.Hosting.AppHost 13.6.5
#
# Expected: a resource that implements IResourceWithParent is contained: "its lifecycle is controlled by its parent" (Aspire's documentation, Resource
#           Hierarchies): it "will only start after its parent starts", "if the parent is stopped or removed, the child is also stopped
#           automatically", and a parent that failed to start takes it along. What has no process of its own (a database in a server) is there
#           when the parent is.
# Seen:     an executable runs while its parent was never started, has failed to start, or was stopped. What has no process has no state, ever:
#           whoever waits for it waits without end and without a word, though the parent runs.
# So:       WaitFor(parent) on the child starts it after; it is stopped in code (OnResourceStopped of the parent). Who models a part of a server
#           publishes its state himself, or lets others wait for the server.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" && export TMPDIR=$folder # the SDK leaves folders there
cat > finding.csproj <<'PROJECT'
<Project Sdk="Aspire.AppHost.Sdk/13.6.4">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Aspire.Hosting.AppHost" Version="[13.6.5]" /><PackageReference Include="Nerdbank.MessagePack" Version="1.3.88" />
  </ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Collections.Concurrent;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

IDistributedApplicationBuilder model = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { DisableDashboard = true });
model.Services.AddLogging(logging => logging.ClearProviders());
IResourceBuilder<ExecutableResource> running = model.AddExecutable("running", "sleep", ".", "60"), stopped = model.AddExecutable("stopped", "sleep", ".", "60"),
    failed = model.AddExecutable("failed", "no-such-command", "."), never = model.AddExecutable("never", "sleep", ".", "60").WithExplicitStart();
foreach (IResourceBuilder<ExecutableResource> parent in new[] { stopped, failed, never })
    model.AddResource(new Child($"child-of-{parent.Resource.Name}", parent.Resource)).WithArgs("60");
model.AddExecutable("waits-for-part", "sleep", ".", "60").WaitFor(model.AddResource(new Part("part-of-running", running.Resource)));

using DistributedApplication app = model.Build();
var states = new ConcurrentDictionary<string, string>();
_ = Task.Run(async () =>
{
    await foreach (ResourceEvent e in app.Services.GetRequiredService<ResourceNotificationService>().WatchAsync())
        states[e.Resource.Name] = e.Snapshot.State?.Text ?? "no state";
});
_ = app.StartAsync(); // waits for what waits, too
await Until(() => states.GetValueOrDefault("child-of-stopped") == "Running" && states.GetValueOrDefault("stopped") == "Running");
await app.Services.GetRequiredService<ResourceCommandService>().ExecuteCommandAsync(stopped.Resource, KnownResourceCommands.StopCommand);
await Until(() => states["stopped"] == "Finished");
await Task.Delay(5000);
foreach (string name in new[] { "stopped", "failed", "never" })
    Console.WriteLine($"{name}: {states[name]}, its child: {states[$"child-of-{name}"]}");
Console.WriteLine($"running: {states["running"]}, its part: {states["part-of-running"]}, who waits for the part: {states["waits-for-part"]}");
await app.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));

static async Task Until(Func<bool> so)
{
    for (int n = 0; n < 300 && !so(); n++)
        await Task.Delay(100);
}
internal sealed class Child(string name, IResource parent) : ExecutableResource(name, "sleep", "."), IResourceWithParent { public IResource Parent => parent; }
internal sealed class Part(string name, IResource parent) : Resource(name), IResourceWithParent { public IResource Parent => parent; }
PROGRAM
dotnet build -v q 2>&1 | grep -E 'error' && exit 2
export HOME=$folder ASPIRE_ALLOW_UNSECURED_TRANSPORT=true DcpPublisher__WaitForResourceCleanup=true
seen=$(timeout 120 dotnet bin/Debug/net10.0/finding.dll 2>&1 | tail -n 4)
echo "$seen"
[ "$seen" = "stopped: Finished, its child: Running
failed: FailedToStart, its child: Running
never: NotStarted, its child: Running
running: Running, its part: no state, who waits for the part: Waiting" ]
