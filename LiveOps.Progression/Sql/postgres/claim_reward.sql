-- A claim: {"request","target","at","player_id","reward","claim","key","signature"}. Whoever is first changes the row, the others find it changed.
UPDATE rewards AS r
SET claim_id = decode(b.claim, 'hex'), claimed_at = b.at, key_id = b.key, signature = decode(b.signature, 'hex')
FROM json_to_record(@batch::json) AS b (request uuid, target uuid, at bigint, player_id text, reward text, claim text, key text, signature text)
WHERE r.player_id = b.player_id AND r.reward = b.reward AND r.claim_id IS NULL
  AND EXISTS (SELECT FROM claim_requests AS q WHERE q.request = b.request AND q.target = b.target)
