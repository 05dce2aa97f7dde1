import { LiveOpsError, pause, problemOf, read, sleep } from "./calls.js";

const MOST = 4 << 20, SILENCE = 45_000; // the server lets nobody wait longer than 15 s for a comment

/** Pages as Server-Sent Events, connecting again when the stream ends or falls silent, and saying which page is known. */
export async function* listen<Page>(url: string, signal?: AbortSignal): AsyncGenerator<Page> {
  for (let lastId = "", failures = 0; ; failures++) {
    signal?.throwIfAborted();
    let asked: number | undefined;
    const stop = new AbortController();
    const whenAborted = () => stop.abort(signal!.reason);
    signal?.addEventListener("abort", whenAborted);
    let timer = setTimeout(() => stop.abort(), SILENCE);
    try {
      const response = await fetch(url, { headers: { accept: "text/event-stream", ...(lastId ? { "last-event-id": lastId } : {}) }, signal: stop.signal, cache: "no-store" });
      if (response.status >= 400 && response.status < 500 && response.status !== 408 && response.status !== 429)
        throw new LiveOpsError(await read(response).then(({ problem }) => problem, () => problemOf(response.status, undefined)));
      asked = Number(response.headers.get("retry-after")) || undefined;
      if (response.ok && response.body) {
        const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
        let text = "", id = "", data = "";
        for (let part = await reader.read(); !part.done; part = await reader.read()) {
          clearTimeout(timer);
          timer = setTimeout(() => stop.abort(), SILENCE);
          const lines = (text + part.value).split("\n");
          text = lines.pop()!;
          if (text.length > MOST)
            throw new RangeError("a line without an end");
          for (const line of lines) {
            if (line.startsWith("id:"))
              id = line.slice(3).trim();
            else if (line.startsWith("data:"))
              data = line.slice(5);
            else if (line === "" && data) {
              lastId = id;
              failures = 0;
              yield JSON.parse(data) as Page;
              data = "";
            }
          }
        }
      }
    } catch (error) {
      if (signal?.aborted || error instanceof LiveOpsError)
        throw error;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", whenAborted);
      stop.abort();
    }
    await sleep(pause(failures, 500, 30_000, asked), signal);
  }
}
