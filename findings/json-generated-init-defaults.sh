#!/usr/bin/env bash
# System.Text.Json's source generator, .NET SDK 10.0.401
#
# Expected: a JsonSerializerContext reads as reflection does, only faster and under AOT: a member that the JSON does not have keeps what its
#           initializer gave it.
# Seen:     with "set" it does. With "init" it becomes the default of its type: a limit of 5 is 0, and a list that cannot be null by its type
#           is null. No warning, neither of the compiler nor at run time; RespectNullableAnnotations does not help. (Reported in 2023 as
#           dotnet/runtime 84484, and still so.)
# So:       types of a context have "set", or constructor parameters with defaults, or "required"; a test reads {} into each of them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" && export TMPDIR=$folder # the SDK leaves folders there
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable>
    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
  </PropertyGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Text.Json;
using System.Text.Json.Serialization;

Tell("reflection", JsonSerializer.Deserialize<Settings>("{}", new JsonSerializerOptions { RespectNullableAnnotations = true })!);
Tell("generated", JsonSerializer.Deserialize("{}", Context.Default.Settings)!);

static void Tell(string by, Settings read) =>
    Console.WriteLine($"{by}: set {read.Tries}, init {read.Most}, list {read.Boards?.Count.ToString() ?? "null"}, parameter {read.Given}");

internal sealed record Settings(int Given = 3)
{
    public int Tries { get; set; } = 4;
    public int Most { get; init; } = 5;
    public List<string> Boards { get; init; } = ["all"];
}

[JsonSerializable(typeof(Settings))]
[JsonSourceGenerationOptions(RespectNullableAnnotations = true)]
internal sealed partial class Context : JsonSerializerContext;
PROGRAM
echo "SDK $(dotnet --version)"
seen=$(dotnet run 2>&1 | tail -n 2)
echo "$seen"
[ "$seen" = "reflection: set 4, init 5, list 1, parameter 3
generated: set 4, init 0, list null, parameter 3" ]
