// A game's client as openapi-typescript and openapi-fetch make one of the services' documents: it sends every kind of event, singly and as a batch, pages a board,
// claims a reward and reads a problem. tsc checks it before it runs. The last line it prints is what came of it.
import createClient from "openapi-fetch";
import type { components, paths as Gateway } from "./generated/gateway.js";
import type { paths as Leaderboard } from "./generated/leaderboard.js";
import type { paths as Progression } from "./generated/progression.js";

declare const process: { env: Record<string, string> };

type Event = components["schemas"]["Event"];
type EventBatch = components["schemas"]["EventBatch"];

const gateway = createClient<Gateway>({ baseUrl: process.env["GATEWAY"]! });
const leaderboard = createClient<Leaderboard>({ baseUrl: process.env["LEADERBOARD"]! });
const progression = createClient<Progression>({ baseUrl: process.env["PROGRESSION"]! });

const text = new TextEncoder();

async function sign(body: string) {
  const id = crypto.randomUUID();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const key = await crypto.subtle.importKey("raw", text.encode(process.env["SECRET"]!), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const mac = await crypto.subtle.sign("HMAC", key, text.encode(`${id}.${timestamp}.${body}`));
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": "v1," + btoa(String.fromCharCode(...new Uint8Array(mac))) };
}

async function send(body: Event | EventBatch) {
  const { data, error } = await gateway.POST("/v1/events", { params: { header: await sign(JSON.stringify(body)) }, body });
  if (!data)
    throw new Error(`${error.type}: ${error.detail}`);
  return data.accepted;
}

// What comes of an event follows the 202 within moments.
async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + 180_000; Date.now() < end; await new Promise(resolve => setTimeout(resolve, 20))) {
    const answer = await ask();
    if (answer !== undefined)
      return answer;
  }
  throw new Error("It never came.");
}

function events(playerId: string): Event[] {
  const common = () => ({ id: crypto.randomUUID(), playerId, occurredAt: new Date().toISOString() });
  return [
    { ...common(), type: "xp_gained", data: { amount: 250 } },
    { ...common(), type: "boss_killed", data: { bossId: "dragon" } },
    { ...common(), type: "item_acquired", data: { itemId: "sword", quantity: 2 } },
    { ...common(), type: "score_submitted", data: { board: "arena", score: playerId.length } },
    { ...common(), type: "counter_added", data: { counter: "races", amount: 1 } },
  ];
}

// @ts-expect-error: a boss is no amount
const wrong: Event = { id: "1", playerId: "ada", type: "boss_killed", occurredAt: "2026-11-20T09:30:00Z", data: { amount: 1 } };
void wrong;

let sent = 0;
for (const event of events("ada"))
  sent += await send(event);
sent += await send({ events: ["grace", "margaret"].flatMap(events) });

const ranked: string[] = [];
await eventually(async () => (await leaderboard.GET("/v1/leaderboards/{board}/{window}", { params: { path: { board: "arena", window: "all" } } })).data?.total === 3 ? true : undefined);
for (let offset = 0; ; offset++) {
  const { data } = await leaderboard.GET("/v1/leaderboards/{board}/{window}", { params: { path: { board: "arena", window: "all" }, query: { limit: 1, offset } } });
  if (!data || data.entries.length === 0)
    break;
  ranked.push(...data.entries.map(entry => `${entry.rank} ${entry.playerId} ${entry.score + 0}`));
}

const friends = await leaderboard.POST("/v1/leaderboards/{board}/{window}/players", { params: { path: { board: "arena", window: "all" } }, body: { playerIds: ["ada", "margaret", "nobody"] } });
const among = friends.data!.entries.map(entry => `${entry.among} ${entry.playerId}`).concat(friends.data!.unranked);

const reward = await eventually(async () => {
  const { data } = await progression.GET("/v1/players/{id}/rewards", { params: { path: { id: "ada" } } });
  return data?.rewards.find(reward => reward.status === "claimable")?.reward;
});
const claim = await progression.POST("/v1/players/{id}/rewards/{reward}/claim", { params: { path: { id: "ada", reward }, header: await sign("") } });
const verdict = await progression.POST("/v1/receipts/verify", { body: { receipt: claim.data!.receipt } });

const { error } = await leaderboard.GET("/v1/leaderboards/{board}/{window}", { params: { path: { board: "nowhere", window: "daily" } } });
const problem: "unknown-board" | "other" = error?.type === "https://liveops.dev/problems/unknown-board" ? "unknown-board" : "other";

console.log(JSON.stringify({ sent, ranked, among, reward, valid: verdict.data?.valid, problem }));
