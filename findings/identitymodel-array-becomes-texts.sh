#!/usr/bin/env bash
# Microsoft.IdentityModel.JsonWebTokens 8.23.0
#
# Expected: a claim that JsonWebTokenHandler.CreateToken cannot write is an exception, as it is: IDX11025, "Cannot serialize object of type …", for ulong,
#           uint, short, a DateTimeOffset, an object of one's own. So it is where the claim is a list of them, or they are written as JSON.
# Seen:     in a list each of them is what its ToString() says, as a text, and the token is signed: numbers become texts, dates the machine's own way to
#           write them (another one in another country's settings), a record "Item { Id = sword, Count = 2 }". long, int, double and decimal
#           are numbers in both. (Its issue 2814, open, tells of ToString for objects.)
# So:       claims are made of string, long, double, bool, lists of these and JsonElement (JsonSerializer.SerializeToElement(anything)), or the whole
#           payload is JSON of one's own: CreateToken(string, SigningCredentials). A test reads the payload of what was signed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" && export TMPDIR=$folder # the SDK leaves folders there
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="Microsoft.IdentityModel.JsonWebTokens" Version="[8.23.0]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Globalization;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

var at = new DateTimeOffset(2026, 11, 28, 20, 0, 0, TimeSpan.Zero);
CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
Tell("long", 7L, new[] { 7L });
Tell("decimal", 7.5m, new[] { 7.5m });
Tell("uint", 7u, new List<uint> { 7 });
Tell("ulong", 7ul, new[] { 7ul });
Tell("DateTimeOffset", at, new[] { at });
Tell("Item", new Item("sword", 2), new[] { new Item("sword", 2) });
Tell("JsonElement", JsonSerializer.SerializeToElement(new Item("sword", 2)), new[] { JsonSerializer.SerializeToElement(7ul) });

static void Tell(string type, object alone, object listed) => Console.WriteLine($"{type}: alone {Written(alone)}, listed {Written(listed)}");

static string Written(object value)
{
    try
    {
        string token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Claims = new Dictionary<string, object> { ["v"] = value },
            SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(new byte[32]), SecurityAlgorithms.HmacSha256),
        });
        return Base64UrlEncoder.Decode(token.Split('.')[1])[5..^1];
    }
    catch (ArgumentException e)
    {
        return e.Message.Split(':')[0];
    }
}

internal sealed record Item(string Id, int Count);
PROGRAM
seen=$(dotnet run 2>&1 | tail -n 7)
echo "$seen"
[ "$seen" = 'long: alone 7, listed [7]
decimal: alone 7.5, listed [7.5]
uint: alone IDX11025, listed ["7"]
ulong: alone IDX11025, listed ["7"]
DateTimeOffset: alone IDX11025, listed ["28.11.2026 20:00:00 +00:00"]
Item: alone IDX11025, listed ["Item { Id = sword, Count = 2 }"]
JsonElement: alone {"Id":"sword","Count":2}, listed [7]' ]
