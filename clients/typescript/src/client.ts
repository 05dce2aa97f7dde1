import type { Answer } from "./calls.js";
import { LiveOpsError, mayGoBetter, pause, send, sleep } from "./calls.js";
import { listen } from "./live.js";
import type { LiveOpsOptions } from "./options.js";
import { MemoryOutbox, type Outbox } from "./outbox.js";
import type { Jwks } from "./receipts.js";
import { Sender } from "./sending.js";
import { idOf, Signer } from "./signing.js";
import type {
  BoardAround, BoardEntry, BoardPage, BoardSet, BoardWindow, Claimed, IssuedKey, LeagueCohort, LeaguePlace, LeaguePlaces, NewEvent, PlayerProgress, PlayerRewards, PlayerStanding,
  PlayerSummary, SigningKey,
} from "./types.js";

type Service = "gateway" | "leaderboard" | "progression" | "fairness";

const ID = /^[A-Za-z0-9_.:-]{1,64}$/;

function need(id: string): string {
  if (!ID.test(id) || id === "." || id === "..")
    throw new RangeError("an id is 1 to 64 characters of A-Z, a-z, 0-9 and _ . : -");
  return id;
}

/** What a game links. Events go in and are kept; they are sent in batches, signed, and count exactly once, whatever dies in between. */
export class LiveOps {
  readonly #options: LiveOpsOptions;
  readonly #outbox: Outbox;
  readonly #sender: Sender;
  readonly #now: () => number;
  readonly #elapsed: () => number;
  readonly #sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  readonly #prefix = Array.from(crypto.getRandomValues(new Uint8Array(12)), byte => byte.toString(16).padStart(2, "0")).join("") + ".";
  #signer: Signer | undefined;
  #sending: Signer | undefined;
  #pausedUntil = 0;
  #offset = 0;
  #knowsTime = false;
  #last = 0;
  #flushing: AbortSignal | undefined;
  #stop: AbortController | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: LiveOpsOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#elapsed = options.now ?? (() => performance.now());
    this.#sleep = options.sleep ?? sleep;
    this.#outbox = options.outbox ?? new MemoryOutbox();
    this.#signer = options.key && new Signer(options.key);
    this.#sender = new Sender(this.#outbox, async (body, salt) => this.#post("gateway", "/v1/events", await idOf(body, salt), body, this.#sending, this.#flushing), {
      batchSize: options.batchSize ?? 1000,
      firstPause: options.firstPause ?? 250,
      longestPause: options.longestPause ?? 30_000,
      elapsed: this.#elapsed,
      takeKey: () => (this.#sending = this.#signer)?.player,
      serverTime: again => this.#serverTime(again),
      onVerdict: options.onVerdict,
      onRetry: options.onRetry,
      onFault: options.onFault,
    });
  }

  /** Signs with another key from now on. What waits of others than a key's player stays, for a key of theirs or of the game. */
  useKey(key: SigningKey): void {
    this.#signer = new Signer(key);
  }

  /** Takes events, all or none: their ids, when they are kept; undefined when there is no room. */
  async add(...events: NewEvent[]): Promise<string[] | undefined> {
    const at = new Date(this.#now() + this.#offset).toISOString();
    const waiting = events.map(event => {
      const id = need(event.id ?? this.#prefix + ++this.#last), playerId = need(event.playerId);
      return { id, playerId, putOff: 0, text: JSON.stringify({ ...event, id, playerId, occurredAt: event.occurredAt ?? at }) };
    });
    return (await this.#outbox.append(waiting, false)) === undefined ? undefined : waiting.map(event => event.id);
  }

  /** How many events wait. */
  waiting(): Promise<number> {
    return this.#outbox.count();
  }

  /** Sends everything that waits and that the key may send, with as many tries as it takes, unless another tab does. */
  async flush(signal?: AbortSignal): Promise<void> {
    const turn = this.#turn.then(() => this.#outbox.alone(() => this.#drain(signal)));
    this.#turn = turn.catch(() => {});
    await turn;
  }

  /** Sends what is due, again and again, until `stop`. */
  start(): void {
    if (this.#stop)
      return;
    const signal = (this.#stop = new AbortController()).signal;
    void (async () => {
      while (!signal.aborted) {
        try {
          if (this.#signer && (await this.#outbox.count()) > 0)
            await this.flush(signal);
          await this.#sleep(this.#options.batchDelay ?? 500, signal);
        } catch {
          if (!signal.aborted)
            await sleep(1000); // a database that cannot be had
        }
      }
    })();
  }

  /** Ends what `start` began; what waits is kept. */
  stop(): void {
    this.#stop?.abort();
    this.#stop = undefined;
  }

  /** Asks the server what time it is; the client does so by itself when it must. */
  async learnTime(signal?: AbortSignal): Promise<boolean> {
    const asked = this.#now();
    const answer = await send(this.#url("gateway", "/v1/time"), {}, this.#timeout, signal);
    const now = Date.parse(answer.body?.now);
    if (answer.status !== 200 || Number.isNaN(now))
      return false;
    this.#offset = now - (asked + this.#now()) / 2;
    return true;
  }

  board(board: string, window: BoardWindow, limit = 100, offset = 0): Promise<BoardPage> {
    return this.#get("leaderboard", `${path(board, window)}?limit=${limit}&offset=${offset}`);
  }

  rank(board: string, window: BoardWindow, playerId: string): Promise<BoardEntry> {
    return this.#get("leaderboard", `${path(board, window)}/players/${need(playerId)}`);
  }

  around(board: string, window: BoardWindow, playerId: string, limit = 11): Promise<BoardAround> {
    return this.#get("leaderboard", `${path(board, window)}/players/${need(playerId)}/around?limit=${limit}`);
  }

  /** The ranks of any players, such as friends; at most 500. */
  ranks(board: string, window: BoardWindow, playerIds: string[]): Promise<BoardSet> {
    return this.#try(() => send(this.#url("leaderboard", `${path(board, window)}/players`), { method: "POST", body: JSON.stringify({ playerIds }), headers: { "content-type": "application/json" } }, this.#timeout));
  }

  /** A board as it changes, at most once a second, until it is cancelled. */
  live(board: string, window: BoardWindow, limit = 100, signal?: AbortSignal): AsyncGenerator<BoardPage> {
    return listen<BoardPage>(this.#url("leaderboard", `${path(board, window)}/live?limit=${limit}`), signal);
  }

  /** Where a player stands in a league. */
  league(league: string, playerId: string): Promise<LeaguePlace> {
    return this.#get("leaderboard", `/v1/leagues/${need(league)}/players/${need(playerId)}`);
  }

  /** Where a player stands in every league that they play. */
  leagues(playerId: string): Promise<LeaguePlaces> {
    return this.#get("leaderboard", `/v1/players/${need(playerId)}/leagues`);
  }

  /** The table of a cohort, as a player's place names it. */
  cohort(league: string, cohort: string): Promise<LeagueCohort> {
    return this.#get("leaderboard", `/v1/leagues/${need(league)}/cohorts/${encodeURIComponent(cohort)}`);
  }

  progress(playerId: string): Promise<PlayerProgress> {
    return this.#get("progression", `/v1/players/${need(playerId)}`);
  }

  rewards(playerId: string): Promise<PlayerRewards> {
    return this.#get("progression", `/v1/players/${need(playerId)}/rewards`);
  }

  standing(playerId: string): Promise<PlayerStanding> {
    return this.#get("fairness", `/v1/players/${need(playerId)}/standing`);
  }

  summary(playerId: string): Promise<PlayerSummary> {
    return this.#get("gateway", `/v1/players/${need(playerId)}/summary`);
  }

  /** Claims a reward: its receipt, the same however often it is claimed. */
  claim(playerId: string, reward: string): Promise<Claimed> {
    return this.#signed("progression", `/v1/players/${need(playerId)}/rewards/${encodeURIComponent(reward)}/claim`, "");
  }

  /** Has a key made for a player's client; for a game's server. */
  makePlayerKey(playerId: string, expiresAt: Date): Promise<IssuedKey> {
    return this.#signed("gateway", `/v1/players/${need(playerId)}/keys`, JSON.stringify({ expiresAt: expiresAt.toISOString(), playerId }));
  }

  /** The keys that receipts are verified by, to keep: `verifyReceipt` asks nobody. */
  receiptKeys(): Promise<Jwks> {
    return this.#get("progression", "/.well-known/jwks.json");
  }

  async #drain(signal?: AbortSignal): Promise<void> {
    this.#flushing = signal;
    await this.#sender.begin();
    const left = this.#pausedUntil - this.#elapsed(); // what the server asked an earlier flush to wait
    if (left > 0)
      await this.#sleep(left, signal);
    for (let step = await this.#sender.step(); step !== "empty"; step = await this.#sender.step()) {
      this.#pausedUntil = this.#elapsed() + step;
      signal?.throwIfAborted();
      if (step > 0)
        await this.#sleep(step, signal);
    }
  }

  async #serverTime(again: boolean): Promise<number | undefined> {
    if (again || !this.#knowsTime) {
      const isLearned = await this.learnTime(this.#flushing);
      if (again && !isLearned)
        return undefined;
      this.#knowsTime ||= isLearned;
    }
    return this.#knowsTime ? this.#now() + this.#offset : undefined;
  }

  async #post(service: Service, where: string, id: string, body: string, signer = this.#signer, signal?: AbortSignal): Promise<Answer> {
    if (!signer)
      throw new Error("there is no key to sign with");
    const headers = await signer.headers(id, Math.floor((this.#now() + this.#offset) / 1000), body);
    return send(this.#url(service, where), { method: "POST", headers, body }, this.#timeout, signal);
  }

  #signed<T>(service: Service, where: string, body: string): Promise<T> {
    const id = crypto.randomUUID();
    return this.#try(async () => {
      const answer = await this.#post(service, where, id, body);
      return answer.status === 401 && answer.problem.type === "stale-timestamp" && (await this.learnTime()) ? this.#post(service, where, id, body) : answer; // signed afresh
    });
  }

  #get<T>(service: Service, where: string): Promise<T> {
    return this.#try(() => send(this.#url(service, where), {}, this.#timeout));
  }

  async #try<T>(call: () => Promise<Answer>): Promise<T> {
    for (let tries = 0; ; tries++) {
      const answer = await call();
      if (answer.status >= 200 && answer.status < 300 && answer.body !== undefined)
        return answer.body as T;
      if (tries >= 2 || !mayGoBetter(answer.status) || (answer.problem.retryAfter ?? 0) * 1000 > this.#timeout) // whoever reads waits for it
        throw new LiveOpsError(answer.problem);
      await this.#sleep(pause(tries, 200, 5000, answer.problem.retryAfter));
    }
  }

  get #timeout(): number {
    return this.#options.timeout ?? 15_000;
  }

  #url(service: Service, where: string): string {
    return (this.#options[service] ?? this.#options.gateway).replace(/\/$/, "") + where;
  }
}

const path = (board: string, window: BoardWindow): string => `/v1/leaderboards/${need(board)}/${window}`;
