// What goes wrong on a device, in a page and in a game: node --test test/faults.mjs, after ./build.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { IndexedDbOutbox, LiveOps, MemoryOutbox } from "../dist/index.js";

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const keyOf = player => ({ name: `p.${player}.1795258800`, secret });
const xp = (player, id) => ({ id, playerId: player, type: "xp_gained", data: { amount: 1 } });

// A server that accepts all, unless it is told otherwise: answers(request, events) is what it says, or undefined.
async function world(run, answers = () => undefined) {
  const requests = [], accepted = [], pauses = [];
  let shift = 0;
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request.setEncoding("utf8"))
      body += part;
    if (request.url === "/v1/time")
      return response.end(JSON.stringify({ now: new Date().toISOString() }));
    const { events } = JSON.parse(body);
    requests.push({ id: request.headers["webhook-id"], events });
    const answer = answers(requests.length, events) ?? { status: 202, body: { accepted: events.length, duplicates: 0, rejected: [] } };
    const rejected = new Set((answer.body?.rejected ?? []).map(one => one.index));
    if (answer.status === 202)
      accepted.push(...events.filter((_, index) => !rejected.has(index)).map(event => event.id));
    if (answer.status === 0)
      request.socket.destroy();
    else if (answer.status > 0)
      response.writeHead(answer.status, answer.headers).end(answer.text ?? JSON.stringify(answer.body));
  });
  await new Promise(resolve => server.listen(0, "127.0.0.1", resolve));
  const open = (outbox, more = {}) => new LiveOps({
    gateway: `http://127.0.0.1:${server.address().port}`, key: { secret }, outbox, firstPause: 100, longestPause: 100, now: () => Date.now() + shift,
    sleep: async (milliseconds, signal) => {
      signal?.throwIfAborted();
      pauses.push(milliseconds);
      shift += milliseconds;
    },
    ...more,
  });
  try {
    await run({ open, requests, accepted, pauses });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const problem = (status, type, headers = {}) => ({ status, headers, body: { type: `https://liveops.dev/problems/${type}`, status } });

test("a game that throws wherever it is told something stops nothing", () => world(async ({ open, accepted }) => {
  const faults = [];
  const fail = () => { throw new Error("the game's"); };
  const liveOps = open(undefined, { onVerdict: fail, onRetry: fail, onFault: error => { faults.push(error.message); throw error; } });
  await liveOps.add(xp("ada", "e-1"), xp("ada", "e-2"));
  await liveOps.flush();
  assert.deepEqual(accepted, ["e-1", "e-2"]);
  assert.equal(await liveOps.waiting(), 0);
  assert.equal(faults.length, 3);
}, count => (count === 1 ? problem(503, "overloaded") : undefined)));

test("a batch that was cut is the same after a reload, though more came", () => world(async ({ open, requests }) => {
  const outbox = new MemoryOutbox(), stop = new AbortController();
  const before = open(outbox, { onRetry: () => stop.abort() });
  await before.add(xp("ada", "e-1"), xp("ada", "e-2"));
  await assert.rejects(before.flush(stop.signal));
  const after = open(outbox);
  await after.add(xp("ada", "e-3"));
  await after.flush();
  assert.deepEqual(requests.map(({ events }) => events.map(event => event.id)), [["e-1", "e-2"], ["e-1", "e-2"], ["e-3"]]);
  assert.equal(requests[0].id, requests[1].id);
}, count => (count === 1 ? { status: 0 } : undefined)));

test("a player's events stay in order when another tab goes on", () => world(async ({ open, accepted }) => {
  const outbox = new MemoryOutbox(), stop = new AbortController();
  const other = open(outbox, { batchSize: 2 }), one = open(outbox, { batchSize: 2, onVerdict: () => stop.abort() });
  await other.flush();
  await one.add(xp("ada", "a-1"), xp("bob", "b-1"), xp("ada", "a-2"));
  await assert.rejects(one.flush(stop.signal));
  await other.flush();
  assert.deepEqual(accepted, ["b-1", "a-1", "a-2"]);
}, count => (count === 1
  ? { status: 202, body: { accepted: 1, duplicates: 0, rejected: [{ index: 0, status: 429, type: "https://liveops.dev/problems/rate-limited", retryAfter: 1 }] } }
  : undefined)));

test("what waits of others waits for a key of theirs, and holds nobody up", () => world(async ({ open, accepted }) => {
  const liveOps = open(undefined, { key: keyOf("bob"), batchSize: 2 });
  await liveOps.add(...[1, 2, 3].map(n => xp("ada", `a-${n}`)), xp("bob", "b-1"));
  await liveOps.flush();
  assert.deepEqual(accepted, ["b-1"]);
  assert.equal(await liveOps.waiting(), 3);
  liveOps.useKey(keyOf("ada"));
  await liveOps.flush();
  assert.deepEqual(accepted, ["b-1", "a-1", "a-2", "a-3"]);
}, (_, events) => (new Set(events.map(event => event.playerId)).size > 1 ? problem(403, "not-your-player") : undefined)));

test("who flushes again waits as long as the server asked before", () => world(async ({ open, pauses, accepted }) => {
  const stop = new AbortController();
  const liveOps = open(undefined, { onRetry: () => stop.abort() });
  await liveOps.add(xp("ada", "e-1"));
  await assert.rejects(liveOps.flush(stop.signal));
  await liveOps.flush();
  assert.ok(pauses[0] > 55_000, `${pauses}`);
  assert.deepEqual(accepted, ["e-1"]);
}, count => (count === 1 ? problem(503, "overloaded", { "retry-after": "60" }) : undefined)));

test("nothing has happened later than now though the device said so", () => world(async ({ open, requests }) => {
  let ahead = 30 * 3_600_000;
  const liveOps = open(undefined, { now: () => Date.now() + ahead });
  await liveOps.add(xp("ada", "e-1"));
  await liveOps.flush();
  ahead += 10 * 3_600_000; // once more, after the time was learned
  await liveOps.add(xp("ada", "e-2"));
  await liveOps.flush();
  assert.equal(requests.length, 4);
  for (const { events: [event] } of [requests[0], requests[1], requests[3]])
    assert.ok(Date.parse(event.occurredAt) <= Date.now() && Date.parse(event.occurredAt) > Date.now() - 60_000, event.occurredAt);
  assert.equal(requests[0].id, requests[1].id);
}, count => (count === 1 ? problem(503, "overloaded") : count === 3 ? problem(401, "stale-timestamp") : undefined)));

test("an id that was used is changed at once, and then only after pauses", () => world(async ({ open, requests, pauses }) => {
  const liveOps = open();
  await liveOps.add(xp("ada", "e-1"));
  await liveOps.flush();
  assert.equal(new Set(requests.map(({ id }) => id)).size, 4);
  assert.equal(pauses.length, 2);
}, count => (count <= 3 ? problem(422, "idempotency-key-reused") : undefined)));

test("a flush that is cancelled ends its request, too", () => world(async ({ open }) => {
  const liveOps = open(undefined, { timeout: 600_000 });
  await liveOps.add(xp("ada", "e-1"));
  const began = performance.now();
  await assert.rejects(liveOps.flush(AbortSignal.timeout(100)));
  assert.ok(performance.now() - began < 180_000);
  assert.equal(await liveOps.waiting(), 1);
}, () => ({ status: -1 })));

test("an answer that is longer than any of ours is none", () => world(async ({ open, accepted }) => {
  const retries = [];
  const liveOps = open(undefined, { onRetry: ({ status }) => retries.push(status) });
  await liveOps.add(xp("ada", "e-1"));
  await liveOps.flush();
  assert.deepEqual([retries, accepted], [[0], ["e-1"]]);
}, count => (count === 1 ? { status: 503, text: " ".repeat(5 << 20) } : undefined)));

test("a database that failed, or was closed by the browser or for a newer version, is opened anew", async () => {
  let opened = 0, db;
  globalThis.indexedDB = {
    open: () => {
      const request = {}, fails = ++opened === 1;
      db = {
        close: () => {},
        transaction: () => ({ objectStore: () => ({ count: () => settled(7) }) }),
      };
      queueMicrotask(() => (fails ? request.onerror() : ((request.result = db), request.onsuccess())));
      return request;
    },
  };
  const settled = result => {
    const request = { result };
    queueMicrotask(() => request.onsuccess());
    return request;
  };
  const outbox = new IndexedDbOutbox();
  await assert.rejects(outbox.count());
  assert.equal(await outbox.count(), 7);
  assert.equal(await outbox.count(), 7);
  assert.equal(opened, 2);
  db.onclose();
  assert.equal(await outbox.count(), 7);
  db.onversionchange();
  assert.equal(await outbox.count(), 7);
  assert.equal(opened, 4);
});
