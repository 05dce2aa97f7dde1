#!/usr/bin/env bash
# npm node-jose 2.2.0, beside npm jose 6.2.18
#
# Expected: a set of keys may have keys that a library does not know, and verifies all the same by the one whose "kid" the token names: it "SHOULD ignore
#           JWKs within a JWK Set that use 'kty' values that are not understood" or "values … out of the supported ranges" (RFC 7517, section 5).
#           So the next kind of key can be published beside the present one before anything is signed with it.
# Seen:     a genuine ES256 token with its "kid" is refused from that moment on, with any Ed25519 or ML-DSA key in the set, before or behind the right one.
#           jose does as the standard says. (Once tried by hand, Debian 12's python-jose 3.3.0 refuses where a key of another kind comes first, jwcrypto 1.1.0
#           with an ML-DSA key; PyJWT 2.6.0 does not.)
# So:       one set holds one kind of key as long as such clients are about; the next kind has a set, an address and an issuer of its own. The key that
#           signs comes first. Who rotates tests it with the libraries of whoever verifies, not with his own.
set -euo pipefail
command -v node >/dev/null || { echo "needs node"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund jose@6.2.18 node-jose@2.2.0 >/dev/null 2>&1
cat > finding.mjs <<'PROGRAM'
import * as jose from 'jose';
import nodeJose from 'node-jose';

const pairs = {};
for (const [kid, alg] of [['p256', 'ES256'], ['rsa', 'RS256'], ['ed25519', 'EdDSA']]) pairs[kid] = await jose.generateKeyPair(alg, { extractable: true });
const key = async kid => ({ ...await jose.exportJWK(pairs[kid].publicKey), kid, use: 'sig' });
const of = { p256: await key('p256'), rsa: await key('rsa'), ed25519: await key('ed25519'),
  mldsa: { kty: 'AKP', alg: 'ML-DSA-44', kid: 'mldsa', use: 'sig', pub: Buffer.alloc(1312, 1).toString('base64url') } };
const token = await new jose.SignJWT({ sub: 'ada' }).setProtectedHeader({ alg: 'ES256', kid: 'p256' }).sign(pairs.p256.privateKey);
const sets = {};
for (const names of ['p256', 'rsa p256', 'p256 rsa', 'ed25519 p256', 'p256 ed25519', 'p256 mldsa']) sets[names] = { keys: names.split(' ').map(name => of[name]) };
const by = { jose: set => jose.jwtVerify(token, jose.createLocalJWKSet(set)), 'node-jose': async set => nodeJose.JWS.createVerify(await nodeJose.JWK.asKeyStore(set)).verify(token) };
for (const [library, verify] of Object.entries(by)) {
  const refused = [];
  for (const [names, set] of Object.entries(sets)) await verify(set).catch(() => refused.push(names));
  console.log(`${library} refuses: ${refused.join(', ') || 'none'}`);
}
PROGRAM
seen=$(node finding.mjs)
echo "$seen"
[ "$seen" = "jose refuses: none
node-jose refuses: ed25519 p256, p256 ed25519, p256 mldsa" ]
