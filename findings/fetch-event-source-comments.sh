#!/usr/bin/env bash
# npm @microsoft/fetch-event-source 2.0.1
#
# Expected: a comment (": still here"), which the standard itself recommends every 15 seconds against proxies that close what is silent, and a block
#           of "retry" or "id" alone are no messages: "if the data buffer is an empty string … return" (HTML, Server-sent events, 9.2.6), and
#           onmessage is "called when a message is received" (its types).
# Seen:     each of them calls onmessage, with data ''. A handler of JSON, JSON.parse(event.data), throws at it; and what
#           a handler throws counts as a broken connection: it is closed and made anew after each comment, for ever, without a word where there is
#           no onerror. The page works, and the server sees one new connection for each comment that it sends.
# So:       the handler begins with `if (!event.data) return;` and catches what it throws; a server that sees connections come again at the pace of its
#           own comments has such a client before it.
set -euo pipefail
command -v node >/dev/null || { echo "needs node"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund @microsoft/fetch-event-source@2.0.1 eventsource@4.1.1 >/dev/null
cat > finding.mjs <<'PROGRAM'
import { createServer } from 'node:http';
import { fetchEventSource } from '@microsoft/fetch-event-source';
import { EventSource } from 'eventsource';

// What fetch-event-source takes from a browser.
globalThis.window = globalThis;
globalThis.document = { addEventListener() {}, removeEventListener() {}, hidden: false };

const connections = {}, messages = {};
const server = createServer((request, response) => {
  connections[request.url] = (connections[request.url] ?? 0) + 1;
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write('retry: 50\ndata: {"rank":1}\n\n');
  const comments = setInterval(() => response.write(': still here\n\n'), 300);
  response.on('close', () => clearInterval(comments));
});
await new Promise(done => server.listen(0, '127.0.0.1', done));
const address = path => `http://127.0.0.1:${server.address().port}${path}`, stop = new AbortController();
const count = path => event => { messages[path] = (messages[path] ?? new Set()).add(event.data); };
fetchEventSource(address('/looks'), { signal: stop.signal, openWhenHidden: true, onmessage: count('/looks') });
fetchEventSource(address('/parses'), { signal: stop.signal, openWhenHidden: true, onmessage: event => { count('/parses')(event); JSON.parse(event.data); } });
const source = new EventSource(address('/eventsource'));
source.onmessage = count('/eventsource');
await new Promise(done => setTimeout(done, 4000));
for (const path of ['/eventsource', '/looks', '/parses'])
  console.log(`${path}: data ${[...messages[path]].map(data => `'${data}'`).join(' ')}, connections ${connections[path] > 4 ? 'more than four' : connections[path]}`);
stop.abort();
source.close();
server.closeAllConnections();
server.close();
PROGRAM
seen=$(node finding.mjs)
echo "$seen"
[ "$seen" = "/eventsource: data '{\"rank\":1}', connections 1
/looks: data '{\"rank\":1}' '', connections 1
/parses: data '{\"rank\":1}' '', connections more than four" ]
