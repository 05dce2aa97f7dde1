import { fromBase64, toBase64, utf8 } from "./signing.js";

export interface ReceiptClaims {
  playerId: string;
  /** Unique for ever: who pays out remembers it. */
  claimId: string;
  reward: string;
  issuedAt: Date;
}

export interface Jwks {
  keys: { kty?: string; crv?: string; x?: string; y?: string; kid?: string }[];
}

const parse = (part: string): any => JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(fromBase64(part)));

/**
 * What a receipt says, if one of these keys has signed it; else undefined. By the keys of `/.well-known/jwks.json`, which may be kept: compact JWS by ES256 (RFC 7515, RFC 7518), and
 * nothing else. A receipt that a secret has signed (HS256), such as one from before there was a `RECEIPT_KEY`, is undefined here and need not be forged: only the service can say
 * (`POST /v1/receipts/verify`).
 */
export async function verifyReceipt(receipt: string, jwks: Jwks): Promise<ReceiptClaims | undefined> {
  try {
    const [head, payload, signature, more] = receipt.split(".");
    if (receipt.length > 1024 || head === undefined || payload === undefined || signature === undefined || more !== undefined)
      return undefined;
    const header = parse(head);
    const key = jwks.keys.find(one => one.kid === header.kid && one.kty === "EC" && one.crv === "P-256");
    if (header.alg !== "ES256" || !key || Object.keys(header).some(name => !["alg", "kid", "typ"].includes(name)))
      return undefined;
    const bytes = fromBase64(signature);
    if (toBase64(bytes).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "") !== signature)
      return undefined; // base64url has several spellings of the same bytes, a receipt one
    const imported = await crypto.subtle.importKey("jwk", { kty: "EC", crv: "P-256", x: key.x!, y: key.y! }, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
    if (!(await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, imported, bytes, utf8(`${head}.${payload}`))))
      return undefined;
    const said = parse(payload);
    return said.iss === "liveops" && [said.sub, said.jti, said.reward].every(one => typeof one === "string") && Number.isInteger(said.iat)
      ? { playerId: said.sub, claimId: said.jti, reward: said.reward, issuedAt: new Date(said.iat * 1000) }
      : undefined;
  } catch {
    return undefined;
  }
}
