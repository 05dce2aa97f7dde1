#!/usr/bin/env bash
# jose-jwt 5.3.0 (.NET)
#
# Expected: JWT.Decode<IDictionary<string, object>>(token, key) reads whatever JSON a genuine token has, at least what JWT.Encode has written from such
#           a dictionary. A time may have a fraction (RFC 7519, 2: NumericDate, "non-integer values can be represented"), as Python's time.time()
#           gives it.
# Seen:     every number is read as a long. 1.5, 100.0, 1e3 and what is beyond 2^63, at any depth, is a JsonException: the token is refused whole, also
#           one that the library has just written from a dictionary of the same kind. So is a header with such a number, whatever the payload is
#           read as. As JsonElement, or as text, the payload is read. (Its issue 229, closed, tells of members that are object.)
# So:       Decode<JsonElement>, or the text and one's own serializer. Whoever signs for such readers writes whole numbers: amounts in hundredths,
#           times in whole seconds.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" && export TMPDIR=$folder # the SDK leaves folders there
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="jose-jwt" Version="[5.3.0]" /></ItemGroup>
</Project>
PROJECT
cat > finding.cs <<'PROGRAM'
using System.Text.Json;
using Jose;

byte[] key = new byte[32];
foreach (string value in new[] { "7", "9007199254740993", "1.5", "100.0", "1e3", "18446744073709551615", "[{\"x\":0.5}]" })
{
    string token = JWT.Encode($$"""{"v":{{value}}}""", key, JwsAlgorithm.HS256);
    Console.WriteLine($"{value}: dictionary {Outcome(() => JWT.Decode<IDictionary<string, object>>(token, key))}, JsonElement {Outcome(() => JWT.Decode<JsonElement>(token, key))}");
}

string own = JWT.Encode(new Dictionary<string, object> { ["v"] = 1.5 }, key, JwsAlgorithm.HS256);
Console.WriteLine($"written from a dictionary, {JWT.Decode(own, key)}: {Outcome(() => JWT.Decode<IDictionary<string, object>>(own, key))}");
string header = JWT.Encode("{}", key, JwsAlgorithm.HS256, new Dictionary<string, object> { ["at"] = 1.5 });
Console.WriteLine($"in the header, read as text: {Outcome(() => JWT.Decode(header, key))}");

static string Outcome(Action read)
{
    try
    {
        read();
        return "read";
    }
    catch (Exception e)
    {
        return e.GetType().Name;
    }
}
PROGRAM
seen=$(dotnet run 2>&1 | tail -n 9)
echo "$seen"
[ "$seen" = '7: dictionary read, JsonElement read
9007199254740993: dictionary read, JsonElement read
1.5: dictionary JsonException, JsonElement read
100.0: dictionary JsonException, JsonElement read
1e3: dictionary JsonException, JsonElement read
18446744073709551615: dictionary JsonException, JsonElement read
[{"x":0.5}]: dictionary JsonException, JsonElement read
written from a dictionary, {"v":1.5}: JsonException
in the header, read as text: JsonException' ]
