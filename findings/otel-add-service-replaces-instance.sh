#!/usr/bin/env bash
# OpenTelemetry 1.20.1 (.NET)
#
# Expected: AddService makes a service.instance.id "if not supplied" (its documentation): an orchestrator that supplies one in
#           OTEL_RESOURCE_ATTRIBUTES (a pod's name; Aspire's dashboard finds its resources by it) is heard, as it is without AddService.
# Seen:     AddService("name") puts a GUID in its place, without a word; what else stands in the variable stays. Supplied means only: as an
#           argument of the call. The name that OTEL_SERVICE_NAME gives is replaced likewise.
# So:       leave AddService out and name services by OTEL_SERVICE_NAME, or say autoGenerateServiceInstanceId: false, or call
#           AddEnvironmentVariableDetector() after it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" && export TMPDIR=$folder # the SDK leaves folders there
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="OpenTelemetry" Version="[1.20.1]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using OpenTelemetry.Resources;

Tell("no AddService", ResourceBuilder.CreateDefault());
Tell("AddService", ResourceBuilder.CreateDefault().AddService("code"));
Tell("AddService, no id made", ResourceBuilder.CreateDefault().AddService("code", autoGenerateServiceInstanceId: false));
Tell("AddService, variables after it", ResourceBuilder.CreateDefault().AddService("code").AddEnvironmentVariableDetector());

static void Tell(string of, ResourceBuilder builder)
{
    Dictionary<string, object> all = builder.Build().Attributes.ToDictionary();
    object id = all["service.instance.id"];
    Console.WriteLine($"{of}: {all["service.name"]} {all["service.version"]} {(Guid.TryParse((string)id, out _) ? "(a GUID)" : id)}");
}
PROGRAM
seen=$(OTEL_SERVICE_NAME=gateway OTEL_RESOURCE_ATTRIBUTES=service.version=3,service.instance.id=pod-7 dotnet run 2>&1 | tail -n 4)
echo "$seen"
[ "$seen" = "no AddService: gateway 3 pod-7
AddService: code 3 (a GUID)
AddService, no id made: code 3 pod-7
AddService, variables after it: gateway 3 pod-7" ]
