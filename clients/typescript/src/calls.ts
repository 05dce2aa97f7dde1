import type { Problem } from "./types.js";

const SPACE = "https://liveops.dev/problems/";

/** A call was refused, or there was no answer, after as many tries as were allowed. */
export class LiveOpsError extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.status} ${problem.type}: ${problem.detail}`);
  }
}

export interface Answer {
  status: number;
  /** What the JSON says; undefined when it is none. */
  body: any;
  problem: Problem;
}

const nameOf = (type: unknown): string => (typeof type !== "string" ? "" : type.startsWith(SPACE) ? type.slice(SPACE.length) : type);

export const problemOf = (status: number, body: any, retryAfter?: number): Problem => ({
  status,
  type: nameOf(body?.type),
  detail: String(body?.detail ?? body?.title ?? (status === 0 ? "there was no answer" : "")),
  ...(retryAfter === undefined ? {} : { retryAfter }),
});

const MOST_BYTES = 4 << 20;

// What is longer than any answer of ours is none.
async function textOf(response: Response): Promise<string> {
  let text = "", length = 0;
  const decoder = new TextDecoder(), reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader!.read()) {
    if ((length += part.value.length) > MOST_BYTES) {
      await reader!.cancel();
      throw new RangeError("an answer without an end");
    }
    text += decoder.decode(part.value, { stream: true });
  }
  return text + decoder.decode();
}

/** What an answer says whose head has come; undefined when it is no JSON. */
export async function read(response: Response): Promise<Answer> {
  const text = await textOf(response);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined; // somebody's page in between
  }
  const after = Number(response.headers.get("retry-after") ?? NaN);
  return { status: response.status, body, problem: problemOf(response.status, body, Number.isFinite(after) && after >= 0 ? after : undefined) };
}

/** One try, bounded in time and length: status 0 when nothing came back. A cancelled one throws. It follows no redirection: events go where the game said. */
export async function send(url: string, init: RequestInit, timeout: number, signal?: AbortSignal): Promise<Answer> {
  signal?.throwIfAborted();
  const bound = AbortSignal.timeout(timeout);
  try {
    return await read(await fetch(url, { ...init, cache: "no-store", redirect: "error", signal: signal ? AbortSignal.any([signal, bound]) : bound }));
  } catch (error) {
    if (signal?.aborted)
      throw error;
    return { status: 0, body: undefined, problem: problemOf(0, undefined) };
  }
}

export const mayGoBetter = (status: number): boolean => [0, 408, 409, 425, 429].includes(status) || status >= 500;

/** Milliseconds before the next try: twice as long each time up to a bound, with jitter, and never sooner than the server asks for. */
export function pause(failures: number, first: number, longest: number, asked?: number): number {
  const bound = Math.min(first * 2 ** Math.min(failures, 30), longest), part = Math.random();
  if (asked === undefined)
    return bound * (0.5 + part / 2);
  const least = Math.min(asked, 3600) * 1000; // nobody silences a game for a year
  return least + (Math.max(bound, least / 4) * part) / 2;
}

/** Lets a time pass; throws when it is cancelled. */
export const sleep = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal!.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
