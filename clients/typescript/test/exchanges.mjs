// What stands in clients/exchanges, for all clients alike: node --test test/exchanges.mjs, after ./build.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { test } from "node:test";
import { LiveOps } from "../dist/index.js";

const folder = new URL("../../exchanges/", import.meta.url);
const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

for (const name of readdirSync(folder).filter(file => file.endsWith(".json"))) {
  test(name, async () => {
    const file = JSON.parse(readFileSync(new URL(name, folder), "utf8"));
    const ids = new Map(), wrong = [], verdicts = {}, pauses = [];
    let requests = 0, timeAsked = 0, shift = 0;
    const server = createServer(async (request, response) => {
      let body = "";
      for await (const part of request.setEncoding("utf8"))
        body += part;
      if (request.url === "/v1/time") {
        timeAsked++;
        response.end(JSON.stringify({ now: new Date().toISOString() }));
        return;
      }
      const exchange = file.exchanges[requests++];
      if (!exchange) {
        wrong.push("a request too many");
        response.writeHead(500).end();
        return;
      }
      const id = request.headers["webhook-id"], at = request.headers["webhook-timestamp"], letter = exchange.request;
      const mac = createHmac("sha256", Buffer.from(secret.slice(6), "base64")).update(`${id}.${at}.${body}`).digest("base64");
      if (request.headers["webhook-signature"] !== `v1,${mac}`)
        wrong.push(`${letter}: the signature`);
      if (Math.abs(at - Date.now() / 1000) > 100)
        wrong.push(`${letter}: the timestamp`);
      if (ids.has(letter) ? ids.get(letter) !== id : [...ids.values()].includes(id))
        wrong.push(`${letter}: the id`);
      ids.set(letter, id);
      const sent = JSON.parse(body).events.map(event => event.id).join(" ");
      if (sent !== exchange.events.join(" "))
        wrong.push(`${letter}: ${sent} instead of ${exchange.events.join(" ")}`);
      const { answer } = exchange;
      if (answer.cut)
        request.socket.destroy();
      else
        response.writeHead(answer.status, answer.headers).end(answer.text ?? JSON.stringify(answer.body));
    });
    await new Promise(resolve => server.listen(0, "127.0.0.1", resolve));
    const liveOps = new LiveOps({
      gateway: `http://127.0.0.1:${server.address().port}`,
      key: { secret },
      batchSize: file.batchSize ?? 1000,
      firstPause: 100,
      longestPause: 100,
      now: () => Date.now() + shift,
      sleep: async milliseconds => {
        pauses.push(milliseconds / 1000);
        shift += milliseconds;
      },
      onVerdict: ({ eventId, problem }) => {
        assert.ok(!(eventId in verdicts));
        verdicts[eventId] = problem?.type ?? "accepted";
      },
    });
    for (const { id, playerId, amount } of file.events)
      assert.deepEqual(await liveOps.add({ id, playerId, type: "xp_gained", data: { amount } }), [id]);

    await liveOps.flush();

    server.closeAllConnections();
    server.close();
    assert.deepEqual(wrong, []);
    assert.equal(requests, file.exchanges.length);
    assert.deepEqual(verdicts, file.verdicts);
    assert.equal(timeAsked, file.asksTime ?? 1);
    assert.equal(await liveOps.waiting(), 0);
    if (file.pausesAtLeast) {
      const longs = pauses.filter(pause => pause >= 1);
      assert.equal(longs.length, file.pausesAtLeast.length);
      file.pausesAtLeast.forEach((least, index) => assert.ok(longs[index] >= least * 0.9));
    }
  });
}
