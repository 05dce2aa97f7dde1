#!/usr/bin/env bash
# npm undici 7.30.2 (RetryAgent, interceptors.retry; 8.13.1 on Node 22 as well), with a file that npm send 1.2.1 serves (express.static, serve-static)
#
# Expected: a download that breaks off and is resumed by Range is one file: of two parts a client "MAY combine … if they all share the same strong validator"
#           (RFC 9110, 15.3.7.3); without one, as with the weak ETags that send gives by default, it asks with If-Range by date, or begins anew, or the call fails.
# Seen:     only a strong ETag is looked at. With a weak one, with Last-Modified alone, or with neither, the request that resumes has no condition, and what it brings is put behind
#           what was there, though its own ETag and Last-Modified are others: a file that was replaced meanwhile by one as long arrives as the beginning of the old and the
#           rest of the new, with status 200 and no error. A strong ETag makes it an error ("Request failed", for 412). Without the agent it is an error as well ("terminated").
# So:       downloads through it have a strong ETag or an address that names the version, and a hash that the reader checks; otherwise retry the whole call by hand.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-save undici@7.30.2 send@1.2.1 >/dev/null
cat > finding.mjs <<'PROGRAM'
import fs from 'node:fs';
import http from 'node:http';
import send from 'send';
import { Agent, RetryAgent, fetch, interceptors } from 'undici';

// The first answer breaks off after its first chunk, and the file is another one, of the same length, when the client comes again.
let requests, strong;
const file = text => fs.writeFileSync('board.txt', text.repeat(200_000));
const server = http.createServer((request, response) => {
  requests.push(request.headers.range ? 'range' + (request.headers['if-match'] ? ' if-match' : '') + (request.headers['if-range'] ? ' if-range' : '') : 'whole');
  if (strong)
    response.setHeader('ETag', `"${fs.readFileSync('board.txt', 'latin1')[0]}"`);
  if (requests.length === 1) {
    const write = response.write.bind(response);
    response.write = chunk => {
      write(chunk);
      response.write = () => false;
      setTimeout(() => { file('new '); response.destroy(); }, 100);
      return false;
    };
    response.end = () => response;
  }
  send(request, '/board.txt', { root: '.' }).pipe(response);
});

async function download(name, dispatcher, withStrong = false) {
  [requests, strong] = [[], withStrong];
  file('old ');
  fs.utimesSync('board.txt', 0, new Date('2026-11-01'));
  let seen;
  try {
    const answer = await fetch(`http://127.0.0.1:${server.address().port}/`, { dispatcher });
    const text = await answer.text();
    seen = `${answer.status}, begins with ${text.slice(0, 3)}, ends with ${text.slice(-4, -1)}, ${text.length} bytes`;
  } catch (error) {
    seen = `${error.message}: ${error.cause?.message}`;
  }
  console.log(`${name}: ${seen} (${requests.join(', ')})`);
}

server.listen(0, '127.0.0.1', async () => {
  const quick = { minTimeout: 50 };
  await download('without', new Agent());
  await download('RetryAgent', new RetryAgent(new Agent(), quick));
  await download('interceptors.retry', new Agent().compose(interceptors.retry(quick)));
  await download('strong ETag', new RetryAgent(new Agent(), quick), true);
  process.exit();
});
PROGRAM
echo "undici $(node -p "require('undici/package.json').version"), send $(node -p "require('send/package.json').version")"
seen=$(node finding.mjs)
echo "$seen"
[ "$seen" = "without: terminated: other side closed (whole)
RetryAgent: 200, begins with old, ends with new, 800000 bytes (whole, range)
interceptors.retry: 200, begins with old, ends with new, 800000 bytes (whole, range)
strong ETag: terminated: Request failed (whole, range if-match)" ]
