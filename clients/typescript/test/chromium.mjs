// A page in Chromium, offline and back: events go into IndexedDB while nothing answers, the browser is killed, and started again they are sent and counted.
// Then the sample's page (samples/node), as it stands, with its server behind it. GATEWAY, LEADERBOARD, SAMPLE, KEY and SECRET (of a player, ada) say where and how. The
// last line it prints is what came of it.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const { GATEWAY, LEADERBOARD, SAMPLE, KEY, SECRET } = process.env;
const profile = mkdtempSync(join(tmpdir(), "liveops-chromium-"));
let isOffline = true, report = () => {};

const page = `<!doctype html><script type="module">
  import { LiveOps, IndexedDbOutbox } from "/dist/index.js";
  const say = what => fetch("/report", { method: "POST", body: JSON.stringify(what) });
  try {
    const verdicts = [];
    const liveOps = new LiveOps({ gateway: location.origin, key: ${JSON.stringify({ name: KEY, secret: SECRET })}, outbox: new IndexedDbOutbox(), firstPause: 20, longestPause: 50,
      onVerdict: verdict => verdicts.push(verdict.eventId + (verdict.problem ? ": " + verdict.problem.type : "")) });
    if (location.pathname === "/offline") {
      await liveOps.add(...[1, 2, 3].map(n => ({ id: "page-" + n, type: "score_submitted", playerId: "ada", data: { board: "pages", score: n } })));
      const stop = AbortSignal.timeout(300);
      await liveOps.flush(stop).catch(() => {});
      say({ waiting: await liveOps.waiting(), verdicts });
    } else {
      await liveOps.flush();
      for await (const live of liveOps.live("pages", "all"))
        if (live.entries.length > 0) {
          say({ waiting: await liveOps.waiting(), verdicts, ranks: live.entries.map(entry => entry.rank + " " + entry.playerId + " " + entry.score) });
          break;
        }
    }
  } catch (error) {
    say({ error: String(error?.stack ?? error) });
  }
</script>`;

const board = readFileSync(new URL("../../../samples/node/board.html", import.meta.url), "utf8") + `<script type="module">
  while (document.querySelectorAll("li").length === 0)
    await new Promise(resolve => setTimeout(resolve, 20));
  fetch("/report", { method: "POST", body: JSON.stringify([document.getElementById("state").textContent, ...Array.from(document.querySelectorAll("li"), row => row.textContent)]) });
</script>`;

const server = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request)
    parts.push(part);
  const body = Buffer.concat(parts);
  if (request.url === "/report") {
    response.end();
    report(JSON.parse(body));
  } else if (request.url.startsWith("/dist/")) {
    response.writeHead(200, { "content-type": "text/javascript" }).end(readFileSync(new URL(`..${request.url}`, import.meta.url)));
  } else if (request.url === "/live") {
    await passOn(response, await fetch(new URL("/live", SAMPLE)));
  } else if (!request.url.startsWith("/v1/")) {
    response.writeHead(200, { "content-type": "text/html" }).end(request.url === "/board" ? board : page);
  } else if (isOffline) {
    request.socket.destroy();
  } else {
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => name.startsWith("webhook-") || name === "liveops-key"));
    const answer = await fetch(new URL(request.url, request.url.startsWith("/v1/leaderboards") ? LEADERBOARD : GATEWAY), { method: request.method, headers, body: request.method === "POST" ? body : undefined });
    await passOn(response, answer);
  }
});

async function passOn(response, answer) {
  response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "application/json" });
  for await (const part of answer.body)
    response.write(part);
  response.end();
}

await new Promise(resolve => server.listen(0, "127.0.0.1", resolve));

async function visit(path) {
  const said = new Promise(resolve => (report = resolve));
  const browser = spawn("chromium-headless-shell", ["--no-sandbox", "--disable-gpu", "--no-first-run", `--user-data-dir=${profile}`, `http://127.0.0.1:${server.address().port}${path}`], { stdio: "ignore", detached: true });
  const gone = new Promise(resolve => browser.once("exit", resolve));
  const result = await Promise.race([said, gone.then(() => ({ error: "chromium ended by itself" })), new Promise(resolve => setTimeout(resolve, 180_000, { error: "the page never said anything" }))]);
  try {
    process.kill(-browser.pid, "SIGKILL"); // all of its processes: one that is left has its database
  } catch {
    // They are gone.
  }
  await gone;
  rmSync(join(profile, "SingletonLock"), { force: true });
  return result;
}

const offline = await visit("/offline");
isOffline = false;
const back = await visit("/back");
console.log(JSON.stringify({ offline, back, board: await visit("/board") }));
server.closeAllConnections();
server.close();
rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
process.exit(0);
