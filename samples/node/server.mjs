// A game's server on Node 20, and the page with its live board. GATEWAY, LEADERBOARD, HMAC_SECRET and PORT say where and how; clients/typescript/build comes first.
//   curl localhost:3000/matches -d '{"id":"m-1","winner":"ada","score":4200}'
import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { LiveOps } from "../../clients/typescript/dist/index.js"; // from npm: "liveops-client"

// The same for the same match, and nobody's to guess: whoever has a player's key could else use the id first. No signature is of a text with a line feed in its id.
const idOf = what => createHmac("sha256", process.env.HMAC_SECRET).update(`event id\n${what}`).digest("hex");
const refused = new Map(); // by event, why it does not count
const liveOps = new LiveOps({
  gateway: process.env.GATEWAY ?? "http://localhost:8080",
  leaderboard: process.env.LEADERBOARD ?? "http://localhost:8082",
  key: { secret: process.env.HMAC_SECRET },
  onVerdict: ({ eventId, problem }) => {
    console.log(`${eventId}: ${problem?.type ?? "counts"}`);
    if (problem)
      refused.set(eventId, problem);
  },
});

const server = createServer(async (request, response) => {
  try {
    if (request.method === "POST" && request.url === "/matches") {
      let body = "";
      for await (const part of request.setEncoding("utf8"))
        if ((body += part).length > 10_000)
          throw new RangeError("too long");
      const { id, winner: playerId, score } = JSON.parse(body);
      const ids = await liveOps.add(
        { id: idOf(`${id}.score`), type: "score_submitted", playerId, data: { board: "arena", score } },
        { id: idOf(`${id}.xp`), type: "xp_gained", playerId, data: { amount: 50 } },
      );
      await liveOps.flush(); // memory alone keeps them here: the answer waits for the verdict
      const [problem] = (ids ?? []).map(one => refused.get(one)).filter(one => one);
      ids?.forEach(one => refused.delete(one));
      response.writeHead(ids ? problem?.status ?? 202 : 503).end(problem?.detail);
    } else if (request.url === "/live") { // the board as it changes, on to the page
      response.writeHead(200, { "content-type": "text/event-stream" });
      const gone = new AbortController();
      response.on("close", () => gone.abort());
      for await (const page of liveOps.live("arena", "daily", 10, gone.signal))
        response.write(`data: ${JSON.stringify(page.entries)}\n\n`);
    } else {
      response.writeHead(200, { "content-type": "text/html" }).end(await readFile(new URL("board.html", import.meta.url)));
    }
  } catch (error) {
    if (!response.headersSent)
      response.writeHead(400).end(String(error.message));
  }
});
server.listen(process.env.PORT ?? 3000, () => console.log(`http://localhost:${server.address().port}`));
