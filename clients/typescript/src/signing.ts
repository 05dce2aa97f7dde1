import type { SigningKey } from "./types.js";

const text = new TextEncoder();
type Bytes = Uint8Array<ArrayBuffer>;

export const toBase64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(""));

/** The bytes of base64 or base64url; throws when it is neither. */
export const fromBase64 = (base64: string): Bytes => Uint8Array.from(atob(base64.replace(/-/g, "+").replace(/_/g, "/")), char => char.charCodeAt(0));

export const utf8 = (value: string): Bytes => text.encode(value) as Bytes;

// What stands around whsec_ is passed over; of raw text nobody knows whether it belongs to it (clients/exchanges/secrets).
function bytesOf(secret: string): Bytes {
  const bare = secret.trim().replace(/^["'`]+|["'`]+$/g, "").trim().replace(/^v1,/i, "");
  try {
    const base64 = /^whsec_([^_-]*)$/i.exec(bare)?.[1]?.replace(/=+$/, "");
    const bytes = base64 === undefined ? utf8(secret) : fromBase64(base64);
    if (base64 === undefined ? bare === secret && bytes.length >= 32 && !/whsec|^[\p{Cc}\p{Cf}\p{Pi}\p{Pf}]|[\p{Cc}\p{Cf}\p{Pi}\p{Pf}]$/iu.test(bare) : bytes.length >= 24)
      return bytes;
  } catch {
    // No base64.
  }
  throw new Error("the secret must be whsec_<base64>, or raw text of at least 32 bytes with no blanks or quotation marks around it"); // and is never told
}

/** Signs as Standard Webhooks has it: HMAC-SHA256 over `id.timestamp.body`. */
export class Signer {
  readonly name: string | undefined;
  /** The one player whose events it signs; undefined for a game's key. */
  readonly player: string | undefined;
  #key: Promise<CryptoKey>;

  constructor(key: SigningKey) {
    this.name = key.name;
    this.player = /^p\.(.+)\.[^.]*$/.exec(key.name ?? "")?.[1];
    this.#key = crypto.subtle.importKey("raw", bytesOf(key.secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  }

  async headers(id: string, seconds: number, body: string): Promise<Record<string, string>> {
    const mac = await crypto.subtle.sign("HMAC", await this.#key, utf8(`${id}.${seconds}.${body}`));
    return {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": `${seconds}`,
      "webhook-signature": `v1,${toBase64(new Uint8Array(mac))}`,
      ...(this.name === undefined ? {} : { "liveops-key": this.name }),
    };
  }
}

/** The id of a request: a hash of what it says. The same body has the same id, also after a crash; another has another. */
export async function idOf(body: string, salt: number): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(salt === 0 ? body : `${salt}${body}`)));
  return toBase64(hash.slice(0, 18)).replace(/\+/g, "-").replace(/\//g, "_");
}
