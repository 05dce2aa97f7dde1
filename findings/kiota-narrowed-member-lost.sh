#!/usr/bin/env bash
# Microsoft.OpenApi.Kiota 1.38.0, C#
#
# Expected: an answer that is "allOf" of a common schema and of one that narrows a member of it (here: which values "type" may have) becomes a
#           class with that member, as openapi-typescript makes of it.
# Seen:     the class has the common schema's other members and not that one, in either order of the two, and nothing is said of it: what
#           tells one problem from another cannot be asked for by name. Its enum is generated as well, and nobody uses it.
# So:       documents for such clients write the members out.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 KIOTA_CLI_TELEMETRY_OPTOUT=1
dotnet tool install Microsoft.OpenApi.Kiota --version 1.38.0 --tool-path tool >/dev/null
generate() { # generate NAME SCHEMA: the members of the class of the 404
  cat > "$1.json" <<JSON
{"openapi":"3.1.0","info":{"title":"t","version":"1"},"servers":[{"url":"https://example.org"}],
 "components":{"schemas":{"Problem":{"type":"object","required":["type"],"properties":{"type":{"type":"string"},"detail":{"type":"string"}}}}},
 "paths":{"/page":{"get":{"operationId":"page","responses":{
   "200":{"description":"a page","content":{"application/json":{"schema":{"type":"object","properties":{"total":{"type":"integer"}}}}}},
   "404":{"description":"none","content":{"application/json":{"schema":$2}}}}}}}}
JSON
  tool/kiota generate -l CSharp -d "$1.json" -o "$1" -c Client -n Generated --log-level Error >/dev/null 2>&1
  grep -rhoE 'public [A-Za-z0-9_.:?]+ (Type|Detail)( |$)' "$(grep -rl ': ApiException' "$1" | head -1)" | awk '{print $NF}' | sort -u | paste -sd ' '
}
narrowed='{"type":"object","properties":{"type":{"type":"string","enum":["unknown-board"]}}}'
common='{"$ref":"#/components/schemas/Problem"}'
seen="$(generate Narrowed "{\"allOf\":[$common,$narrowed]}")
$(generate Turned "{\"allOf\":[$narrowed,$common]}")
$(generate Written '{"type":"object","properties":{"type":{"type":"string","enum":["unknown-board"]},"detail":{"type":"string"}}}')"
echo "$seen"
[ "$seen" = "Detail
Detail
Detail Type" ]
