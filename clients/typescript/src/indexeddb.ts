import type { Kept, Outbox, Waiting } from "./outbox.js";

const EVENTS = "events", CUT = "cut";

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

// In order; of one player, where one is named.
async function firsts(store: IDBObjectStore, most: number, only: string | undefined, range: IDBKeyRange | null): Promise<Kept[]> {
  if (only === undefined)
    return done(store.getAll(range, most));
  const all: Kept[] = [];
  const request = store.openCursor(range);
  for (let cursor = await done(request); cursor && all.length < most; cursor = await done(request)) {
    if (cursor.value.playerId === only)
      all.push(cursor.value);
    cursor.continue();
  }
  return all;
}

/** Events in the browser's IndexedDB: they outlive the page. Tabs share it; one of them sends at a time, by a Web Lock. */
export class IndexedDbOutbox implements Outbox {
  #db: Promise<IDBDatabase> | undefined;

  /**
   * @param name The database; one for each game of an origin.
   * @param room How many events may wait.
   */
  constructor(readonly name = "liveops-outbox", readonly room = 100_000) {}

  async append(events: Waiting[], always: boolean) {
    return this.#write(async store => {
      if (!always && (await done(store(EVENTS).count())) + events.length > this.room)
        return undefined;
      let last = 0;
      for (const event of events)
        last = (await done(store(EVENTS).add(event))) as number;
      return last;
    });
  }

  async read(most: number, cutAgain: boolean, only?: string): Promise<Kept[]> {
    return this.#write(async store => {
      const cut = cutAgain ? undefined : ((await done(store(CUT).get(0))) as number | undefined);
      const planned = cut === undefined ? [] : await firsts(store(EVENTS), most, only, IDBKeyRange.upperBound(cut));
      const batch = planned.length > 0 ? planned : await firsts(store(EVENTS), most, only, null);
      const last = batch.at(-1);
      if (last && last.seq !== cut)
        await done(store(CUT).put(last.seq, 0));
      return batch;
    });
  }

  async putOff(): Promise<Kept[]> {
    const all = (await done((await this.#open()).transaction(EVENTS).objectStore(EVENTS).getAll())) as Kept[];
    return all.filter(event => event.putOff > 0);
  }

  async settle(events: Kept[]) {
    await this.#write(async store => {
      for (const event of events)
        store(EVENTS).delete(event.seq);
      await done(store(CUT).delete(0));
    });
  }

  async count() {
    return done((await this.#open()).transaction(EVENTS).objectStore(EVENTS).count());
  }

  async alone<T>(work: () => Promise<T>): Promise<T | undefined> {
    return navigator.locks.request(`${this.name}-sends`, { ifAvailable: true }, lock => (lock ? work() : undefined));
  }

  #open(): Promise<IDBDatabase> {
    const opening: Promise<IDBDatabase> = (this.#db ??= new Promise((resolve, reject) => {
      // One that failed, or was closed, is opened anew.
      const forget = () => {
        if (this.#db === opening)
          this.#db = undefined;
      };
      const request = indexedDB.open(this.name, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore(EVENTS, { keyPath: "seq", autoIncrement: true });
        request.result.createObjectStore(CUT);
      };
      request.onsuccess = () => {
        const db = request.result;
        db.onclose = forget;
        db.onversionchange = () => {
          db.close();
          forget();
        };
        resolve(db);
      };
      request.onerror = () => reject(request.error);
    }));
    opening.catch(() => {
      if (this.#db === opening)
        this.#db = undefined;
    });
    return opening;
  }

  // Until it is on the disk, not only taken.
  async #write<T>(work: (store: (name: string) => IDBObjectStore) => Promise<T>): Promise<T> {
    const transaction = (await this.#open()).transaction([EVENTS, CUT], "readwrite", { durability: "strict" });
    const ended = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    ended.catch(() => {}); // it is told below, or what failed is told instead
    const result = await work(name => transaction.objectStore(name));
    await ended;
    return result;
  }
}
