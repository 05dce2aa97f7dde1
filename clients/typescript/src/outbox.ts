/** An event that waits. */
export interface Kept {
  /** Its place: they rise. */
  seq: number;
  /** Its JSON, as it is sent. */
  text: string;
  id: string;
  playerId: string;
  /** How often it was put off. */
  putOff: number;
}

export type Waiting = Omit<Kept, "seq">;

/** Where events wait, in order, until the server has said what became of them. */
export interface Outbox {
  /** Adds events, all or none; the place of the last, or undefined when there is no room. */
  append(events: Waiting[], always: boolean): Promise<number | undefined>;
  /** The first events, of one player where one is named: a batch that was cut is the same until something of it is settled. */
  read(most: number, cutAgain: boolean, only?: string): Promise<Kept[]>;
  /** Those that were put off; it cuts nothing. */
  putOff(): Promise<Kept[]>;
  /** Events have been answered, or moved. */
  settle(events: Kept[]): Promise<void>;
  count(): Promise<number>;
  /** Runs what only one at a time may do, of all who share it; undefined when another does. */
  alone<T>(work: () => Promise<T>): Promise<T | undefined>;
}

/** Events in memory: gone with the process. */
export class MemoryOutbox implements Outbox {
  #events: Kept[] = [];
  #last = 0;
  #cut = 0;

  constructor(readonly room = 100_000) {}

  async append(events: Waiting[], always: boolean) {
    if (!always && this.#events.length + events.length > this.room)
      return undefined;
    for (const event of events)
      this.#events.push({ ...event, seq: ++this.#last });
    return this.#last;
  }

  async read(most: number, cutAgain: boolean, only?: string) {
    const own = only === undefined ? this.#events : this.#events.filter(event => event.playerId === only);
    const planned = cutAgain ? [] : own.filter(event => event.seq <= this.#cut);
    const batch = (planned.length > 0 ? planned : own).slice(0, most);
    this.#cut = batch.at(-1)?.seq ?? 0;
    return batch;
  }

  async putOff() {
    return this.#events.filter(event => event.putOff > 0);
  }

  async settle(events: Kept[]) {
    const done = new Set(events.map(event => event.seq));
    this.#events = this.#events.filter(event => !done.has(event.seq));
    this.#cut = 0;
  }

  async count() {
    return this.#events.length;
  }

  alone<T>(work: () => Promise<T>): Promise<T | undefined> {
    return work();
  }
}
