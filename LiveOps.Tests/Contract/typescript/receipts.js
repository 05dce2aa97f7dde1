// Verifies receipts as a game's server in Node does: by jose, which fetches the public keys itself. Prints of each who claimed what, or why it is none.
import { createRemoteJWKSet, jwtVerify } from "jose";

const keys = createRemoteJWKSet(new URL(process.env["JWKS"]));
const said = [];
for (const receipt of process.argv.slice(2)) {
  try {
    const { payload, protectedHeader } = await jwtVerify(receipt, keys, { issuer: "liveops", algorithms: ["ES256"] });
    said.push(`${protectedHeader.alg} ${payload.sub} ${payload.reward}`);
  } catch (e) {
    said.push(e.code);
  }
}

console.log(JSON.stringify(said));
