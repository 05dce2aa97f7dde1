#!/usr/bin/env bash
# Signs a file with an event, or a batch, and sends it: nothing but curl and openssl.
#
#   samples/send-event.sh samples/xp_gained.json
#
# A file's $ID and $NOW are filled in, so that it can be sent again as a new event. Settings: GATEWAY (http://localhost:8080),
# HMAC_SECRET (else the embedded run's own key, from LIVEOPS_DATA, .liveops).
set -euo pipefail

[ $# = 1 ] || { echo "usage: $0 FILE" >&2; exit 2; }
gateway=${GATEWAY:-http://localhost:8080}
data=${LIVEOPS_DATA:-.liveops}
if [ -z "${HMAC_SECRET:-}" ]; then
  [ -r "$data/secrets/HMAC_SECRET" ] || { echo "no signing key: start the embedded system first, or set HMAC_SECRET" >&2; exit 1; }
  HMAC_SECRET=$(cat "$data/secrets/HMAC_SECRET")
fi

HMAC_SECRET=$(printf %s "$HMAC_SECRET" | sed -E "s/^[[:space:]\"']*(v1,)?whsec_([A-Za-z0-9+\/=]*)[[:space:]\"']*$/whsec_\2/I") # as it was pasted
case $HMAC_SECRET in # whsec_<base64>, or the bytes themselves
  whsec_*) key=$(printf %s "${HMAC_SECRET#whsec_}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \n') ;;
  *) key=$(printf %s "$HMAC_SECRET" | od -An -v -tx1 | tr -d ' \n') ;;
esac

id=$(openssl rand -hex 12)
timestamp=$(date +%s)
body=$(sed -e "s/\$ID/$id/g" -e "s/\$NOW/$(date -u +%Y-%m-%dT%H:%M:%SZ)/g" "$1")
signature=v1,$(printf %s "$id.$timestamp.$body" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A)

curl --silent --show-error --write-out '\n' "$gateway/v1/events" \
  --header "content-type: application/json" \
  --header "webhook-id: $id" \
  --header "webhook-timestamp: $timestamp" \
  --header "webhook-signature: $signature" \
  --data-binary "$body"
