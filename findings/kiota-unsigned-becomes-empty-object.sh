#!/usr/bin/env bash
# Microsoft.Kiota.Serialization.Json 2.1.6 (.NET)
#
# Expected: a number put into AdditionalData (the open members of a body: amounts by item, say) is written as a number, whichever of C#'s
#           number types it has; a type that cannot be written is an exception, as others are.
# Seen:     int, long, byte, float, double and decimal are numbers. short, ushort, uint and ulong, a char and an enum are written as {}, alone
#           or inside a dictionary, with no exception: the amount is lost and the server sees an object. (The writer takes the type for a class
#           and writes its public properties, of which it has none.)
# So:       cast to long or decimal before a value goes into AdditionalData.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" && export TMPDIR=$folder # the SDK leaves folders there
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="Microsoft.Kiota.Serialization.Json" Version="[2.1.6]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using Microsoft.Kiota.Abstractions.Serialization;
using Microsoft.Kiota.Serialization.Json;

foreach (object value in new object[] { 7, 7L, (byte)7, 7m, (short)7, (ushort)7, 7u, 7ul, DayOfWeek.Friday, new Dictionary<string, ulong> { ["gold"] = 7 } })
{
    using var writer = new JsonSerializationWriter();
    writer.WriteObjectValue(null, new Open { AdditionalData = { ["v"] = value } });
    using var written = new StreamReader(writer.GetSerializedContent());
    Console.WriteLine($"{value.GetType().Name} {written.ReadToEnd()}");
}

// What Kiota generates for {"type": "object", "additionalProperties": {"type": "integer", "format": "int64"}}.
internal sealed class Open : IAdditionalDataHolder, IParsable
{
    public IDictionary<string, object> AdditionalData { get; set; } = new Dictionary<string, object>();
    public IDictionary<string, Action<IParseNode>> GetFieldDeserializers() => new Dictionary<string, Action<IParseNode>>();
    public void Serialize(ISerializationWriter writer) => writer.WriteAdditionalData(AdditionalData);
}
PROGRAM
seen=$(dotnet run 2>&1 | tail -n 10)
echo "$seen"
[ "$seen" = 'Int32 {"v":7}
Int64 {"v":7}
Byte {"v":7}
Decimal {"v":7}
Int16 {"v":{}}
UInt16 {"v":{}}
UInt32 {"v":{}}
UInt64 {"v":{}}
DayOfWeek {"v":{}}
Dictionary`2 {"v":{"gold":{}}}' ]
