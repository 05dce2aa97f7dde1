#!/usr/bin/env bash
# bicep 0.49.2 (NuGet Azure.Bicep.CommandLine.linux-x64)
#
# Expected: dateTimeAdd takes a time "in ISO 8601 timestamp format", offset and all, and answers the moment that is so much later: in the format of the base
#           "if not provided" (its documentation), or in UTC. dateTimeToEpoch of both are apart by what was added. A time without an offset is one and the same
#           time to both functions, on whatever machine the parameters are built.
# Seen:     the offset is cut off and Z put in its place: 2026-03-15T00:00:00+09:00 and no time at all is 2026-03-15T00:00:00Z, nine hours later. dateTimeToEpoch reads
#           the offset. A time without one is UTC to dateTimeAdd and the building machine's own to dateTimeToEpoch: another number on a desk in Seoul than in the
#           pipeline. No warning of either. (It is Resource Manager's own code that bicep evaluates with.)
# So:       times in parameters end with Z; where an offset is wanted the third argument is 'o', which keeps it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > tool.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageDownload Include="Azure.Bicep.CommandLine.linux-x64" Version="[0.49.2]" /></ItemGroup>
</Project>
XML
TMPDIR=$folder dotnet restore -nodeReuse:false --packages packages -v quiet >restore.log || { cat restore.log; exit 1; }
bicep=$(find packages -type f -name bicep | head -n 1)
chmod +x "$bicep"
cat > times.bicep <<'BICEP'
param same string
param kept string
param bare string
param epochs object
BICEP
echo '{"analyzers": {"core": {"enabled": false}}}' > bicepconfig.json
cat > times.bicepparam <<'BICEP'
using 'times.bicep'
var seoul = '2026-03-15T00:00:00+09:00'
param same = dateTimeAdd(seoul, 'PT0S')
param kept = dateTimeAdd(seoul, 'PT0S', 'o')
param bare = dateTimeAdd('2026-03-15T00:00:00', 'PT0S')
param epochs = {
  seoul: dateTimeToEpoch(seoul)
  same: dateTimeToEpoch(dateTimeAdd(seoul, 'PT0S'))
  kept: dateTimeToEpoch(dateTimeAdd(seoul, 'PT0S', 'o'))
  bare: dateTimeToEpoch('2026-03-15T00:00:00')
}
BICEP
HOME=$folder "$bicep" --version
seen=$(for zone in UTC Asia/Seoul; do
  echo "built in $zone:"
  HOME=$folder TZ=$zone "$bicep" build-params times.bicepparam --stdout | python3 -c '
import json, sys
parameters = json.loads(json.load(sys.stdin)["parametersJson"])["parameters"]
epochs = parameters.pop("epochs")["value"]
for name, value in parameters.items():
    print(name, value["value"])
print("hours after seoul:", *(name + " " + str((epoch - epochs["seoul"]) // 3600) for name, epoch in epochs.items()))'
done)
echo "$seen"
[ "$seen" = "built in UTC:
same 2026-03-15T00:00:00Z
kept 2026-03-15T00:00:00.0000000+09:00
bare 2026-03-15T00:00:00Z
hours after seoul: seoul 0 same 9 kept 0 bare 9
built in Asia/Seoul:
same 2026-03-15T00:00:00Z
kept 2026-03-15T00:00:00.0000000+09:00
bare 2026-03-15T00:00:00Z
hours after seoul: seoul 0 same 9 kept 0 bare 0" ]
