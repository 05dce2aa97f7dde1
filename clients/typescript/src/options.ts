import type { Outbox } from "./outbox.js";
import type { Problem, SigningKey, Verdict } from "./types.js";

/** How a game links to LiveOps. */
export interface LiveOpsOptions {
  /** Where the gateway is; the others are there too unless they are named. */
  gateway: string;
  leaderboard?: string;
  progression?: string;
  fairness?: string;
  /** What is signed with; without one events wait for `useKey`. */
  key?: SigningKey;
  /** Where events wait; memory unless said. */
  outbox?: Outbox;
  /** The most events a request holds, 1,000; and milliseconds that fewer wait for more, 500. */
  batchSize?: number;
  batchDelay?: number;
  /** Milliseconds: of a request, 15,000, and a call that reads and should come again later than that fails at once; of the first and the longest pause after failures, 250 and 30,000. */
  timeout?: number;
  firstPause?: number;
  longestPause?: number;
  /** Told what became of each event; and of every request that has to be sent again. */
  onVerdict?: (verdict: Verdict) => void;
  onRetry?: (problem: Problem) => void;
  /** Told what those two threw; the events go on. */
  onFault?: (error: unknown) => void;
  /** For tests. */
  now?: () => number;
  sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}
