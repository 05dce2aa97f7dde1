#!/usr/bin/env bash
# Aspire.Hosting 13.6.5
#
# Expected: EndpointReference.IsAllocated ("whether this endpoint is allocated") turns true once the endpoint is: it is asked before a start and
#           after it.
# Seen:     a reference keeps what it found the first time it was asked. One that was asked before says false for ever, though its own Port
#           and Url answer; a reference to the same endpoint that is asked only now says true.
# So:       code that shows addresses once the system runs asks a new reference each time, or the EndpointAnnotation.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="Aspire.Hosting" Version="[13.6.5]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

var resource = new ContainerResource("web");
var endpoint = new EndpointAnnotation(ProtocolType.Tcp, uriScheme: "http", name: "http", port: 8080);
resource.Annotations.Add(endpoint);

var early = new EndpointReference(resource, "http");
Console.WriteLine($"before: {early.IsAllocated}");
endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "localhost", 8080);
Console.WriteLine($"after: {early.IsAllocated} at {early.Port}");
Console.WriteLine($"asked only now: {new EndpointReference(resource, "http").IsAllocated}");
PROGRAM
seen=$(dotnet run 2>&1 | tail -n 3)
echo "$seen"
[ "$seen" = "before: False
after: False at 8080
asked only now: True" ]
