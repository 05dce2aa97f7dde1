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
