-- A claim: what its request is bound to, and the claim that stands, if the reward was granted.
SELECT q.target = b.target, r.claim_id, r.claimed_at, r.key_id, r.signature
FROM json_to_record(@batch::json) AS b (request uuid, target uuid, player_id text, reward text)
JOIN claim_requests AS q ON q.request = b.request
LEFT JOIN rewards AS r ON r.player_id = b.player_id AND r.reward = b.reward
