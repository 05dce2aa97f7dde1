#!/usr/bin/env bash
# npm cloudevents 10.0.0
#
# Expected: HTTP.toEvent gives the event that was sent, and what is relayed (binary to structured, structured to binary) is the same event: "time" is an
#           RFC 3339 text, which "always produces the value provided" (its change #330), and data of application/json is any JSON value, a text or
#           a number as well (the JSON format's 3.1).
# Seen:     the constructor keeps "time"; toEvent rewrites it: to milliseconds, in UTC. Two events 100 ns apart have one time, and the time no longer equals
#           the one that was sent. In structured mode data that is false or 0 is not there. In binary mode JSON is read only where it begins with { or [:
#           a body 5 becomes the text "5", and is relayed as a text; the text "5" is relayed as the number. "%20" in an attribute stays so (HTTP
#           binding, 3.1.3.2: decoded).
# So:       data is an object; what must be exact, times included, is in the data; who compares an event with another copy of it does so by source
#           and id. A relay hands on the bytes that it got.
set -euo pipefail
command -v node >/dev/null || { echo "needs node"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund cloudevents@10.0.0 >/dev/null 2>&1
cat > finding.mjs <<'PROGRAM'
import { CloudEvent, HTTP } from 'cloudevents';

const attributes = { specversion: '1.0', id: '1', type: 'rank.changed', source: '/boards' };
const json = 'application/json', structured = { 'content-type': 'application/cloudevents+json' };
for (const time of ['2026-11-28T20:00:00.1234567Z', '2026-11-28T20:00:00.1234568Z', '2026-11-28T20:00:00+09:00']) {
  const made = new CloudEvent({ ...attributes, time }), read = HTTP.toEvent({ headers: structured, body: JSON.stringify({ ...attributes, time, data: {} }) });
  console.log(`time ${time}: made ${made.time === time ? 'the same' : made.time}, read ${read.time}`);
}
const headers = { 'content-type': json, ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value])) };
for (const body of ['{"a":5}', '5', 'false'])
  console.log(`binary ${body}: relayed as structured ${JSON.stringify(JSON.parse(HTTP.structured(HTTP.toEvent({ headers, body })).body).data)}`);
for (const data of ['{"a":5}', '"5"', 'false', '0']) {
  const read = HTTP.toEvent({ headers: structured, body: JSON.stringify({ ...attributes, datacontenttype: json, data: JSON.parse(data) }) });
  console.log(`structured ${data}: relayed as binary ${HTTP.binary(read).body}`);
}
console.log(`ce-subject ada%20l: ${HTTP.toEvent({ headers: { ...headers, 'ce-subject': 'ada%20l' }, body: '{}' }).subject}`);
PROGRAM
seen=$(node finding.mjs)
echo "$seen"
[ "$seen" = 'time 2026-11-28T20:00:00.1234567Z: made the same, read 2026-11-28T20:00:00.123Z
time 2026-11-28T20:00:00.1234568Z: made the same, read 2026-11-28T20:00:00.123Z
time 2026-11-28T20:00:00+09:00: made the same, read 2026-11-28T11:00:00.000Z
binary {"a":5}: relayed as structured {"a":5}
binary 5: relayed as structured "5"
binary false: relayed as structured "false"
structured {"a":5}: relayed as binary {"a":5}
structured "5": relayed as binary 5
structured false: relayed as binary undefined
structured 0: relayed as binary undefined
ce-subject ada%20l: ada%20l' ]
