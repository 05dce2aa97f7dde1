import type { Answer } from "./calls.js";
import { mayGoBetter, pause, problemOf } from "./calls.js";
import type { Kept, Outbox } from "./outbox.js";
import type { Problem, Verdict } from "./types.js";

interface Behind {
  times: number;
  last: number;
  notBefore: number;
}

export interface SendOptions {
  /** The most events a request holds: 1 to 1,000. */
  batchSize: number;
  /** Milliseconds of the first and of the longest pause after failures. */
  firstPause: number;
  longestPause: number;
  /** Milliseconds that only go forward. */
  elapsed: () => number;
  /** Takes the key for the next attempt: its player; undefined when it is for all. */
  takeKey: () => string | undefined;
  /** The server's time, asked again when it was wrong; undefined while it is not known. */
  serverTime: (again: boolean) => Promise<number | undefined>;
  onVerdict: ((verdict: Verdict) => void) | undefined;
  onRetry: ((problem: Problem) => void) | undefined;
  onFault: ((error: unknown) => void) | undefined;
}

/** Nothing waits; or how many milliseconds until the next attempt, 0 for at once. */
export type Step = "empty" | number;

const COUNT = (body: any, name: string): number => (Number.isInteger(body?.[name]) ? body[name] : NaN);

/**
 * Takes events from the outbox to the server, a batch at a time, in order. An answer that is definite settles the batch; anything else leaves it as it is, to be sent
 * again under the same id. Players who send too fast have their events moved behind the others', in order, and hold nobody up.
 */
export class Sender {
  readonly #outbox: Outbox;
  readonly #post: (body: string, salt: number) => Promise<Answer>;
  readonly #options: SendOptions;
  readonly #behind = new Map<string, Behind>();
  #size: number;
  #cutAgain = false;
  #salt = 0;
  #failures = 0;
  #isReused = false;
  #only: string | undefined;
  #clamp = { seq: 0, at: "" };

  constructor(outbox: Outbox, post: (body: string, salt: number) => Promise<Answer>, options: SendOptions) {
    this.#outbox = outbox;
    this.#post = post;
    this.#options = options;
    this.#size = options.batchSize;
  }

  async step(): Promise<Step> {
    const only = this.#options.takeKey();
    if (only !== this.#only) {
      this.#only = only;
      await this.begin();
    }
    const batch = await this.#outbox.read(this.#size, this.#cutAgain, only); // events of others than the key's player wait for theirs
    this.#cutAgain = false;
    if (batch.length === 0)
      return "empty";
    const sent: Kept[] = [], moving = new Map<Kept, number>();
    let taken = 0;
    for (const event of batch) {
      const behind = this.#behind.get(event.playerId);
      if (behind && event.putOff < behind.times && event.seq < behind.last)
        moving.set(event, behind.times);
      else if (behind && behind.notBefore > this.#options.elapsed())
        break;
      else
        sent.push(event);
      taken++;
    }
    if (taken === 0)
      return Math.max(10, this.#behind.get(batch[0]!.playerId)!.notBefore - this.#options.elapsed());
    const whole = batch.slice(0, taken);
    if (sent.length === 0)
      return this.#settle(whole, sent, new Map(), moving);
    let answer = await this.#send(sent, false);
    if (answer.status === 401 && answer.problem.type === "stale-timestamp" && (await this.#options.serverTime(true)) !== undefined)
      answer = await this.#send(sent, true);
    return this.#judge(answer, whole, sent, moving);
  }

  /** Learns which events were put off, before the page was loaded or by another tab. For every turn. */
  async begin() {
    const before = new Map(this.#behind);
    this.#behind.clear();
    for (const { playerId, putOff, seq } of await this.#outbox.putOff())
      this.#behind.set(playerId, { times: Math.max(putOff, this.#behind.get(playerId)?.times ?? 0), last: seq, notBefore: before.get(playerId)?.notBefore ?? 0 });
    this.#cutAgain = false;
  }

  async #send(sent: Kept[], again: boolean): Promise<Answer> {
    const now = await this.#options.serverTime(false), first = sent[0]!.seq;
    if (now !== undefined && (again || this.#clamp.seq !== first))
      this.#clamp = { seq: first, at: new Date(now).toISOString() };
    const at = now === undefined ? undefined : this.#clamp.at;
    return this.#post(`{"events":[${sent.map(event => this.#happened(event.text, at)).join(",")}]}`, this.#salt);
  }

  // Nothing has happened later than now, whatever a device's clock said before the server's was known; sent again, it says the same.
  #happened(text: string, at: string | undefined): string {
    const event = at === undefined ? undefined : JSON.parse(text);
    return event && Date.parse(event.occurredAt) > Date.parse(at!) ? JSON.stringify({ ...event, occurredAt: at }) : text;
  }

  // What the game's code throws stops nothing.
  #tell(what: () => void) {
    try {
      what();
    } catch (error) {
      try {
        this.#options.onFault?.(error);
      } catch {
        // Nobody is left to tell.
      }
    }
  }

  #judge(answer: Answer, whole: Kept[], sent: Kept[], moving: Map<Kept, number>): Promise<Step> | Step {
    const { status, body, problem } = answer;
    if (status === 202 || Array.isArray(body?.rejected)) {
      const rejected = this.#rejected(body, sent.length);
      const counted = status === 202 ? COUNT(body, "accepted") + COUNT(body, "duplicates") : 0;
      return rejected && counted + rejected.size === sent.length ? this.#verdicts(whole, sent, rejected, moving) : this.#again(problem);
    }
    if (status === 413 || (status === 400 && problem.type === "malformed-body") || (status === 403 && problem.type === "not-your-player" && this.#only === undefined)) {
      // In halves, until the one event is found that is to blame.
      if (whole.length > 1) {
        this.#size = whole.length >> 1;
        this.#cutAgain = true;
        return 0;
      }
      return problem.type ? this.#verdicts(whole, sent, new Map([[0, problem]]), moving) : this.#again(problem);
    }
    if (status === 422 && problem.type === "idempotency-key-reused") {
      this.#salt++;
      const wasReused = this.#isReused;
      this.#isReused = true;
      return wasReused ? this.#again(problem) : 0; // under another id, too: it is not the id
    }
    return this.#again(problem);
  }

  #again(problem: Problem): Step {
    this.#tell(() => this.#options.onRetry?.(problem));
    return pause(this.#failures++, this.#options.firstPause, this.#options.longestPause, mayGoBetter(problem.status) ? problem.retryAfter : undefined);
  }

  // By index; undefined when the answer is none of ours.
  #rejected(body: any, count: number): Map<number, Problem> | undefined {
    const rejected = new Map<number, Problem>();
    for (const one of Array.isArray(body?.rejected) ? body.rejected : []) {
      if (!Number.isInteger(one?.index) || one.index < 0 || one.index >= count || !Number.isInteger(one.status))
        return undefined;
      rejected.set(one.index, problemOf(one.status, one, Number.isInteger(one.retryAfter) ? one.retryAfter : undefined));
    }
    return rejected;
  }

  async #verdicts(whole: Kept[], sent: Kept[], rejected: Map<number, Problem>, moving: Map<Kept, number>): Promise<Step> {
    const limited = [...rejected].filter(([, problem]) => problem.status === 429).map(([index]) => index).sort((a, b) => a - b);
    const first = limited[0];
    if (first === undefined) {
      this.#size = Math.min(this.#options.batchSize, 2 * this.#size);
      return this.#settle(whole, sent, rejected, moving);
    }
    const wait = Math.min(3600, Math.max(...limited.map(index => rejected.get(index)!.retryAfter ?? 1)));
    if (limited.length === sent.length - first && moving.size === 0) {
      // All that came later is limited too, as with one player: it stays where it is.
      this.#size = Math.max(1, Math.min(this.#size, 2 * first));
      await this.#settle(whole.slice(0, whole.indexOf(sent[first]!)), sent.slice(0, first), rejected, moving);
      return pause(this.#failures++, this.#options.firstPause, this.#options.longestPause, wait);
    }
    for (const index of limited)
      moving.set(sent[index]!, Math.max(sent[index]!.putOff, this.#behind.get(sent[index]!.playerId)?.times ?? 0) + 1);
    return this.#settle(whole, sent, rejected, moving, this.#options.elapsed() + wait * 1000);
  }

  // What moves is at the end before it is passed over at the front: a crash in between leaves it twice, under one id.
  async #settle(whole: Kept[], sent: Kept[], rejected: Map<number, Problem>, moving: Map<Kept, number>, notBefore = 0): Promise<Step> {
    if (moving.size > 0) {
      const moved = [...moving].sort(([a], [b]) => a.seq - b.seq).map(([{ text, id, playerId }, putOff]) => ({ text, id, playerId, putOff }));
      const last = (await this.#outbox.append(moved, true))!;
      for (const { playerId, putOff } of moved) {
        const behind = this.#behind.get(playerId);
        this.#behind.set(playerId, { times: Math.max(putOff, behind?.times ?? 0), last: last + 1, notBefore: Math.max(notBefore, behind?.notBefore ?? 0) });
      }
    }
    sent.forEach(({ id, playerId }, index) => {
      const problem = rejected.get(index);
      if (problem?.status !== 429)
        this.#tell(() => this.#options.onVerdict?.({ eventId: id, playerId, ...(problem ? { problem } : {}) }));
    });
    await this.#outbox.settle(whole);
    const past = whole.at(-1)?.seq ?? 0;
    for (const [player, behind] of this.#behind) {
      if (behind.last <= past + 1 && behind.notBefore <= this.#options.elapsed())
        this.#behind.delete(player);
    }
    this.#failures = 0;
    this.#isReused = false;
    return 0;
  }
}
