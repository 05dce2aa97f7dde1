import type { components, paths as Gateway } from "./contract/gateway.js";
import type { paths as Leaderboard } from "./contract/leaderboard.js";
import type { paths as Progression } from "./contract/progression.js";
import type { paths as Fairness } from "./contract/fairness.js";

type Answer<Call> = Call extends { responses: { 200: { content: { "application/json": infer Body } } } } ? Body : never;

/** An event as it is sent. */
export type GameEvent = components["schemas"]["Event"];

type Loose<E> = E extends GameEvent ? Omit<E, "id" | "occurredAt"> & Partial<Pick<E, "id" | "occurredAt">> : never;

/** An event as a game hands it in: the client makes its id and its time where they are left out. */
export type NewEvent = Loose<GameEvent>;

export type BoardWindow = "daily" | "weekly" | "seasonal" | "all";
export type BoardPage = Answer<Leaderboard["/v1/leaderboards/{board}/{window}"]["get"]>;
export type BoardEntry = Answer<Leaderboard["/v1/leaderboards/{board}/{window}/players/{id}"]["get"]>;
export type BoardAround = Answer<Leaderboard["/v1/leaderboards/{board}/{window}/players/{id}/around"]["get"]>;
export type BoardSet = Answer<Leaderboard["/v1/leaderboards/{board}/{window}/players"]["post"]>;
export type LeaguePlace = Answer<Leaderboard["/v1/leagues/{league}/players/{id}"]["get"]>;
export type LeaguePlaces = Answer<Leaderboard["/v1/players/{id}/leagues"]["get"]>;
export type LeagueCohort = Answer<Leaderboard["/v1/leagues/{league}/cohorts/{cohort}"]["get"]>;
export type PlayerProgress = Answer<Progression["/v1/players/{id}"]["get"]>;
export type PlayerRewards = Answer<Progression["/v1/players/{id}/rewards"]["get"]>;
export type PlayerStanding = Answer<Fairness["/v1/players/{id}/standing"]["get"]>;
export type PlayerSummary = Answer<Gateway["/v1/players/{id}/summary"]["get"]>;
export type Claimed = Answer<Progression["/v1/players/{id}/rewards/{reward}/claim"]["post"]>;
export type IssuedKey = Answer<Gateway["/v1/players/{id}/keys"]["post"]>;

/** Why something was refused (RFC 9457). `type` is the problem's name, such as `rate-limited`; empty where the answer was none of ours. Status 0: there was no answer. */
export interface Problem {
  status: number;
  type: string;
  detail: string;
  retryAfter?: number;
}

/** What became of an event: it counts, once, unless a problem says why it never will. */
export interface Verdict {
  eventId: string;
  playerId: string;
  problem?: Problem;
}

/** What requests are signed with: a key of the game, on its servers only, or a player's, with its name. */
export interface SigningKey {
  secret: string;
  name?: string;
}
