// What is asked for stands in docs/contract, and the answer comes as it is: node --test test/reading.mjs, after ./build.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { test } from "node:test";
import { LiveOps, LiveOpsError } from "../dist/index.js";

const described = ["gateway", "leaderboard", "progression", "fairness"].flatMap(service =>
  Object.entries(JSON.parse(readFileSync(new URL(`../../../docs/contract/${service}.openapi.json`, import.meta.url), "utf8")).paths)
    .flatMap(([path, methods]) => Object.keys(methods).map(method => ({ method: method.toUpperCase(), path: new RegExp(`^${path.replace(/\{[^}]*\}/g, "[^/]+")}$`) }))));

const calls = {
  board: liveOps => liveOps.board("arena", "daily", 10, 5),
  rank: liveOps => liveOps.rank("arena", "weekly", "ada"),
  around: liveOps => liveOps.around("arena", "seasonal", "ada"),
  ranks: liveOps => liveOps.ranks("arena", "all", ["ada", "bob"]),
  league: liveOps => liveOps.league("arena", "ada"),
  leagues: liveOps => liveOps.leagues("ada"),
  cohort: liveOps => liveOps.cohort("arena", "17"),
  progress: liveOps => liveOps.progress("ada"),
  rewards: liveOps => liveOps.rewards("ada"),
  standing: liveOps => liveOps.standing("ada"),
  summary: liveOps => liveOps.summary("ada"),
  claim: liveOps => liveOps.claim("ada", "level:5"),
  makePlayerKey: liveOps => liveOps.makePlayerKey("ada", new Date(0)),
  receiptKeys: liveOps => liveOps.receiptKeys(),
};

for (const [name, call] of Object.entries(calls)) {
  test(name, async () => {
    const asked = [];
    let status = 200;
    const server = createServer((request, response) => {
      asked.push({ method: request.method, path: decodeURIComponent(request.url.split("?")[0]) });
      request.resume();
      response.writeHead(status).end(JSON.stringify(status === 200 ? { told: name } : { type: "https://liveops.dev/problems/unknown-player", status }));
    });
    await new Promise(resolve => server.listen(0, "127.0.0.1", resolve));
    const liveOps = new LiveOps({ gateway: `http://127.0.0.1:${server.address().port}`, key: { secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" } });

    const answer = await call(liveOps);
    status = 404;
    const refusal = await call(liveOps).catch(error => error);

    server.closeAllConnections();
    server.close();
    assert.deepEqual(answer, { told: name });
    assert.ok(refusal instanceof LiveOpsError);
    assert.deepEqual([refusal.problem.status, refusal.problem.type], [404, "unknown-player"]);
    assert.equal(asked.length, 2);
    for (const one of asked)
      assert.ok(described.some(({ method, path }) => method === one.method && path.test(one.path)), `${one.method} ${one.path}`);
  });
}

test("an id that could lead elsewhere is asked for nowhere", () => {
  const liveOps = new LiveOps({ gateway: "http://127.0.0.1:9" });
  for (const id of ["..", "a/b", "", "a?b"]) {
    assert.throws(() => liveOps.league("arena", id), RangeError);
    assert.throws(() => liveOps.cohort(id, "17"), RangeError);
  }
});

// A server that answers every call so.
async function answering(status, headers, body, run) {
  let asked = 0;
  const server = createServer((request, response) => {
    asked++;
    request.resume();
    response.writeHead(status, headers).end(body);
  });
  await new Promise(resolve => server.listen(0, "127.0.0.1", resolve));
  const pauses = [];
  const refusal = await run(new LiveOps({ gateway: `http://127.0.0.1:${server.address().port}`, sleep: async milliseconds => pauses.push(milliseconds) })).catch(error => error);
  server.closeAllConnections();
  server.close();
  assert.ok(refusal instanceof LiveOpsError, String(refusal));
  return { asked, pauses, problem: refusal.problem };
}

test("a live page that is refused says why", async () => {
  const ours = JSON.stringify({ type: "https://liveops.dev/problems/unknown-window", detail: "There is no such window." });
  const { problem } = await answering(404, {}, ours, liveOps => liveOps.live("arena", "daily").next());
  const other = await answering(403, {}, "<html>", liveOps => liveOps.live("arena", "daily").next());

  assert.deepEqual([problem.status, problem.type, problem.detail], [404, "unknown-window", "There is no such window."]);
  assert.deepEqual([other.problem.status, other.problem.type], [403, ""]);
});

test("a server that asks a reader to come again in an hour is not waited for", async () => {
  const { asked, pauses, problem } = await answering(503, { "retry-after": "3600" }, "{}", liveOps => liveOps.progress("ada"));
  const soon = await answering(503, { "retry-after": "1" }, "{}", liveOps => liveOps.progress("ada"));

  assert.deepEqual([asked, pauses.length, problem.retryAfter], [1, 0, 3600]);
  assert.deepEqual([soon.asked, soon.pauses.length], [3, 2]);
});
