#!/usr/bin/env bash
# Azure.Messaging.ServiceBus 7.21.0, ServiceBusAdministrationClient
#
# Expected: a namespace that cannot be reached is a RequestFailedException or a ServiceBusException, the two that the client's documentation
#           names for its calls, so that one `catch` knows a service that is away.
# Seen:     System.AggregateException, "Retry failed after 4 tries", with four RequestFailedException inside, after some 5 s with the
#           defaults. (Over the connection string of an emulator it does go to that host and port, by plain HTTP.)
# So:       whoever asks for a subscription's backlog must catch AggregateException as well, or a namespace that is away for a moment ends
#           the loop that asks.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Azure.Messaging.ServiceBus" Version="[7.21.0]" />
    <PackageReference Include="Microsoft.Azure.Amqp" Version="2.7.3" />
  </ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Net;
using System.Net.Sockets;
using Azure;
using Azure.Messaging.ServiceBus.Administration;

// A port on which nobody listens.
var listener = new TcpListener(IPAddress.Loopback, 0);
listener.Start();
int port = ((IPEndPoint)listener.LocalEndpoint).Port;
listener.Stop();

var client = new ServiceBusAdministrationClient($"Endpoint=sb://127.0.0.1:{port};SharedAccessKeyName=any;SharedAccessKey=YW55;UseDevelopmentEmulator=true");
try
{
    await client.GetSubscriptionRuntimePropertiesAsync("events", "progression");
}
catch (Exception e)
{
    int inner = (e as AggregateException)?.InnerExceptions.Count(one => one is RequestFailedException) ?? 0;
    Console.WriteLine($"{e.GetType().FullName} with {inner} RequestFailedException");
}
PROGRAM
seen=$(dotnet run 2>&1 | tail -n 1)
echo "$seen"
[ "$seen" = "System.AggregateException with 4 RequestFailedException" ]
