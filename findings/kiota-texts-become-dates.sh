#!/usr/bin/env bash
# Microsoft.Kiota.Serialization.Json 2.1.6 (.NET)
#
# Expected: members that a document leaves open (additionalProperties) arrive in AdditionalData and go back as they came: JSON knows no dates,
#           a text is a text, so a client that reads, changes one member and writes leaves the others alone.
# Seen:     a text that looks like a date is a DateTime, one that looks like a UUID a Guid, and they are written in another way: a day gets a
#           midnight and the offset of the client's own machine, a local time gets that offset as well, digits after the seventh are gone,
#           a UUID is lower case. Nothing is said of it.
# So:       open parts of documents are not sent back by such clients, or are described member by member as texts; a server compares dates by
#           what they mean, and refuses an offset where it wants a local time.
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
using System.Text;
using Microsoft.Kiota.Abstractions.Serialization;
using Microsoft.Kiota.Serialization.Json;

foreach (string text in new[] { "2026-11-28", "2026-11-28T20:00", "2026-11-28T20:00:00.123456789Z", "5F0F3A66-1B1E-4D7A-9C37-9D6F2B1F0A11", "20:30" })
{
    using var body = new MemoryStream(Encoding.UTF8.GetBytes($$"""{"v":"{{text}}"}"""));
    IParseNode node = await new JsonParseNodeFactory().GetRootParseNodeAsync("application/json", body);
    Open read = node.GetObjectValue(_ => new Open())!;
    using var writer = new JsonSerializationWriter();
    writer.WriteObjectValue(null, read);
    using var written = new StreamReader(writer.GetSerializedContent());
    Console.WriteLine($"{text} {written.ReadToEnd()}");
}

// What Kiota generates for {"type": "object", "additionalProperties": {"type": "string"}}.
internal sealed class Open : IAdditionalDataHolder, IParsable
{
    public IDictionary<string, object> AdditionalData { get; set; } = new Dictionary<string, object>();
    public IDictionary<string, Action<IParseNode>> GetFieldDeserializers() => new Dictionary<string, Action<IParseNode>>();
    public void Serialize(ISerializationWriter writer) => writer.WriteAdditionalData(AdditionalData);
}
PROGRAM
seen=$(TZ=Asia/Seoul dotnet run 2>&1 | tail -n 5)
echo "$seen"
[ "$seen" = '2026-11-28 {"v":"2026-11-28T00:00:00+09:00"}
2026-11-28T20:00 {"v":"2026-11-28T20:00:00+09:00"}
2026-11-28T20:00:00.123456789Z {"v":"2026-11-28T20:00:00.1234567+00:00"}
5F0F3A66-1B1E-4D7A-9C37-9D6F2B1F0A11 {"v":"5f0f3a66-1b1e-4d7a-9c37-9d6f2b1f0a11"}
20:30 {"v":"20:30"}' ]
