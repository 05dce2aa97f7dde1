#!/usr/bin/env bash
# npm @microsoft/fetch-event-source 2.0.1; System.Net.ServerSentEvents of .NET SDK 10.0
#
# Expected: the id that goes back in Last-Event-ID is that of the last event that was handed over: by the standard "dispatch the event" sets it, and
#           an event that the end of the stream cuts off is discarded (HTML, Server-sent events, 9.2.6). A server that goes on after that id
#           leaves nothing out. npm eventsource and eventsource-client do it so.
# Seen:     the line "id: 2" counts as soon as it is read. A connection that breaks before the blank line, in the middle of the data say, loses the
#           event: nobody was given it, and the next request asks for what comes after it. SseParser<T>.LastEventId, made for that header ("updated
#           any time a new last event ID is parsed"), says 2 as well, while the enumeration has ended with event 1.
# So:       in .NET the EventId of the last item that was handed over; in JavaScript eventsource, or a fetch of one's own. A server is safe that
#           writes "id" as the last line of an event, or whose id stands for a state that it compares, and not for a place in a queue.
set -euo pipefail
command -v node >/dev/null || { echo "needs node"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" && export TMPDIR=$folder # the SDK leaves folders there
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund @microsoft/fetch-event-source@2.0.1 eventsource@4.1.1 >/dev/null
cat > finding.mjs <<'PROGRAM'
import { createServer } from 'node:http';
import { fetchEventSource } from '@microsoft/fetch-event-source';
import { EventSource } from 'eventsource';

// What fetch-event-source takes from a browser.
globalThis.window = globalThis;
globalThis.document = { addEventListener() {}, removeEventListener() {}, hidden: false };

const asked = { fetch: [], eventsource: [] }, seen = { fetch: [], eventsource: [] };
const server = createServer((request, response) => {
  const last = request.headers['last-event-id'], who = request.url.slice(1);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  if (asked[who].push(last ?? 'none') === 1) {
    response.write('retry: 100\nid: 1\ndata: one\n\nid: 2\ndata: tw'); // and no more
    setTimeout(() => response.destroy(), 300);
  } else
    for (let id = Number(last) + 1; id <= 3; id++) response.write(`id: ${id}\ndata: ${['', 'one', 'two', 'three'][id]}\n\n`);
});
await new Promise(done => server.listen(0, '127.0.0.1', done));
const address = `http://127.0.0.1:${server.address().port}`, stop = new AbortController();
fetchEventSource(`${address}/fetch`, { signal: stop.signal, openWhenHidden: true, onmessage: event => seen.fetch.push(event.data), onerror() {} });
const source = new EventSource(`${address}/eventsource`);
source.onmessage = event => seen.eventsource.push(event.data);
await new Promise(done => setTimeout(done, 3000));
for (const who of ['eventsource', 'fetch']) console.log(`${who}: Last-Event-ID ${asked[who].join(', ')}; events ${seen[who].join(', ')}`);
stop.abort();
source.close();
server.closeAllConnections();
server.close();
PROGRAM
mkdir net
cat > net/finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
</Project>
PROJECT
cat > net/finding.cs <<'PROGRAM'
using System.Net.ServerSentEvents;

SseParser<string> parser = SseParser.Create(new MemoryStream("id: 1\ndata: one\n\nid: 2\ndata: tw"u8.ToArray()));
string given = string.Join(", ", parser.Enumerate().Select(item => $"{item.EventId} {item.Data}"));
Console.WriteLine($".NET: events {given}; LastEventId {parser.LastEventId}");
PROGRAM
echo "SDK $(dotnet --version)"
seen=$(node finding.mjs; dotnet run --project net 2>&1 | tail -n 1)
echo "$seen"
[ "$seen" = "eventsource: Last-Event-ID none, 1; events one, two, three
fetch: Last-Event-ID none, 2; events one, three
.NET: events 1 one; LastEventId 2" ]
