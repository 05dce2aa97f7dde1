#!/usr/bin/env bash
# npm undici 6.29.1 (what Node.js 20 has as --experimental-eventsource is its 6.24), compared with npm eventsource 5.1.5
#
# Expected: an EventSource comes back by itself: "network errors that prevents the connection from being established in the first place (e.g. DNS errors), should cause the user agent to reestablish the connection in
#           parallel" (the HTML standard, Server-sent events). A server that is restarted is away for a second; and an event with an empty id sets the last id to nothing, so that no Last-Event-ID is sent.
# Seen:     it comes back where the server answers at the first try. Where the connection is refused once, it closes for good, whatever "retry" said; and no error event says so: at each of them readyState was still 0, and it
#           is 2 afterwards. An empty id is not taken. (undici 7.30.2 does both right.)
# So:       on Node 20 and 22 another package, or fetch with one's own loop; a client of undici 6 looks at readyState by a timer, and begins anew when it is 2.
set -euo pipefail
command -v npm >/dev/null || { echo "needs node and npm"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-save undici@6.29.1 eventsource@5.1.5 >/dev/null
cat > finding.mjs <<'PROGRAM'
import http from 'node:http';
import { EventSource as Other } from 'eventsource';
import { EventSource } from 'undici';

const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));

function serve(port, answer) {
  return new Promise(done => {
    const server = http.createServer((request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      answer(request, response);
    });
    server.listen(port, '127.0.0.1', () => done(server));
  });
}

async function restart(Source) {
  let connections = 0;
  const answer = (_, response) => response.write(`retry: 200\nid: ${++connections}\ndata: hello\n\n`);
  let server = await serve(0, answer);
  const { port } = server.address();
  const source = new Source(`http://127.0.0.1:${port}/`);
  const states = new Set();
  source.onerror = () => states.add(source.readyState);
  while (connections === 0)
    await pause(50);
  await pause(300);
  server.close();
  server.closeAllConnections();
  await pause(1500); // away
  server = await serve(port, answer);
  await pause(2500); // back
  const text = `connections ${connections}, readyState ${source.readyState}, at its errors ${[...states]}`;
  source.close();
  server.closeAllConnections();
  server.close();
  return text;
}

async function emptyId(Source) {
  const ids = [];
  const server = await serve(0, (request, response) => {
    ids.push(request.headers['last-event-id'] ?? 'none');
    response.end('retry: 100\nid: 5\ndata: first\n\nid\ndata: second\n\n');
  });
  const source = new Source(`http://127.0.0.1:${server.address().port}/`);
  while (ids.length < 2)
    await pause(50);
  source.close();
  server.closeAllConnections();
  server.close();
  return ids[1];
}

for (const [name, Source] of [['undici', EventSource], ['eventsource', Other]])
  console.log(`${name}: server away for a moment: ${await restart(Source)}; Last-Event-ID after an empty id: ${await emptyId(Source)}`);
process.exit(0);
PROGRAM
seen=$(node --no-warnings finding.mjs)
echo "$seen"
[ "$seen" = "undici: server away for a moment: connections 1, readyState 2, at its errors 0; Last-Event-ID after an empty id: 5
eventsource: server away for a moment: connections 2, readyState 1, at its errors 0; Last-Event-ID after an empty id: none" ]
