#!/usr/bin/env bash
# npm openapi-typescript 7.13.0 (checked with typescript 5.9.3)
#
# Expected: an object of which one of two members must be there ("anyOf": [{"required": ["a"]}, {"required": ["b"]}] beside its properties, the
#           usual way to say so) is at least a type with these members. A reference narrowed by {"required": [...]} in "allOf" has that member
#           required, as it has with "required" beside the "allOf".
# Seen:     the first is `{ a?, b? } | unknown | unknown`, which is unknown: tsc takes a number for it, and says nothing of a misspelt member.
#           With "oneOf" the members are kept. The second is `A & unknown`: what is required stays optional. No warning of either.
# So:       documents for such clients put "required" beside "properties", and say "one of the two" in words or by oneOf; a test compiles a
#           wrong body and wants an error.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true}' > package.json
npm install --silent --no-audit --no-fund openapi-typescript@7.13.0 typescript@5.9.3 >/dev/null
cat > document.json <<'JSON'
{"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}, "components": {"schemas": {
  "Plain": {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}},
  "AnyOf": {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
  "OneOf": {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "oneOf": [{"required": ["a"]}, {"required": ["b"]}]},
  "Beside": {"allOf": [{"$ref": "#/components/schemas/Plain"}], "required": ["a"]},
  "Inside": {"allOf": [{"$ref": "#/components/schemas/Plain"}, {"required": ["a"]}]}
}}}
JSON
npx openapi-typescript document.json -o document.d.ts >/dev/null 2>&1
checked() { # checked SCHEMA VALUE: whether tsc takes the value for it
  printf 'import type { components } from "./document";\nexport const value: components["schemas"]["%s"] = %s;\n' "$1" "$2" > value.ts
  if npx tsc --noEmit --strict --skipLibCheck value.ts >/dev/null; then echo "$1 takes $2"; else echo "$1 refuses $2"; fi
}
seen=$(for schema in Plain AnyOf OneOf; do checked "$schema" 5; done; checked Beside '{}'; checked Inside '{}'; checked Inside '{a: 5}')
echo "$seen"
[ "$seen" = "Plain refuses 5
AnyOf takes 5
OneOf refuses 5
Beside refuses {}
Inside takes {}
Inside refuses {a: 5}" ]
