// What a secret is, for all clients alike: node --test test/signing.mjs, after ./build.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { LiveOps } from "../dist/index.js";
import { Signer } from "../dist/signing.js";

const { id, timestamp, body, secrets } = JSON.parse(readFileSync(new URL("../../exchanges/secrets/secrets.json", import.meta.url), "utf8"));

for (const { secret, signature, refused } of secrets) {
  test(`${refused ? "refused" : "signs"}: ${JSON.stringify(secret)}`, async () => {
    if (refused)
      assert.throws(() => new LiveOps({ gateway: "http://127.0.0.1:9", key: { secret } }), ({ message }) => /^the secret must be/.test(message) && (secret === "" || !message.includes(secret) || secret === "whsec_"));
    else
      assert.equal((await new Signer({ secret }).headers(id, timestamp, body))["webhook-signature"], signature);
  });
}
