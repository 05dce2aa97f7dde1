#!/usr/bin/env bash
# npm undici 7.30.2 (RetryAgent; interceptors.retry is the same; 8.13.1 reads retryAfter)
#
# Expected: only "methods" are retried, POST not among them: its 503, a problem document with the reason, is handed over as it is without the agent. retryAfter "enables
#           automatic retry after the Retry-After header is received. Default: true": with false the waits are minTimeout and its multiples. (Both from its documentation,
#           RetryHandler.)
# Seen:     the answer to a POST is thrown away and becomes an exception ("Request failed"; with fetch "fetch failed"), though nothing is retried, and so it is with whatever of
#           statusCodes comes to a method that is not to be retried. retryAfter: false changes nothing; no code reads it.
# So:       throwOnError: false hands the answer over; Retry-After is bounded by maxTimeout, and only by that.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-save undici@7.30.2 >/dev/null
cat > finding.mjs <<'PROGRAM'
import http from 'node:http';
import { Agent, RetryAgent, fetch } from 'undici';

// Answers 503 as often as it is told, then 200.
let busy, headers, bodies;
const server = http.createServer((incoming, response) => {
  let body = '';
  incoming.on('data', part => body += part);
  incoming.on('end', () => {
    bodies.push(body);
    response.writeHead(bodies.length > busy ? 200 : 503, headers);
    response.end('the reason');
  });
});

async function ask(name, times, call, options, more = {}) {
  [busy, headers, bodies] = [times, more, []];
  const began = Date.now();
  let seen;
  try {
    seen = await call(`http://127.0.0.1:${server.address().port}/`, options && new RetryAgent(new Agent(), { minTimeout: 50, maxRetries: 2, ...options }));
  } catch (error) {
    seen = error.code ?? error.cause?.code;
  }
  console.log(`${name}: ${seen}, whole requests ${bodies.length}, ${Math.round((Date.now() - began) / 1000)} s`);
}
const byFetch = method => async (address, dispatcher) => {
  const answer = await fetch(address, { method, body: method === 'GET' ? undefined : '{}', dispatcher });
  return `${answer.status} ${await answer.text()}`;
};

server.listen(0, '127.0.0.1', async () => {
  await ask('POST, no agent', 9, byFetch('POST'));
  await ask('POST', 9, byFetch('POST'), {});
  await ask('POST, throwOnError: false', 9, byFetch('POST'), { throwOnError: false });
  await ask('GET, Retry-After: 2', 1, byFetch('GET'), {}, { 'retry-after': '2' });
  await ask('GET, Retry-After: 2, retryAfter: false', 1, byFetch('GET'), { retryAfter: false }, { 'retry-after': '2' });
  process.exit();
});
PROGRAM
echo "undici $(node -p "require('undici/package.json').version")"
seen=$(node finding.mjs)
echo "$seen"
[ "$seen" = "POST, no agent: 503 the reason, whole requests 1, 0 s
POST: UND_ERR_REQ_RETRY, whole requests 1, 0 s
POST, throwOnError: false: 503 the reason, whole requests 1, 0 s
GET, Retry-After: 2: 200 the reason, whole requests 2, 2 s
GET, Retry-After: 2, retryAfter: false: 200 the reason, whole requests 2, 2 s" ]
