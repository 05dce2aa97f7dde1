-- A claim: what its request is bound to, and the claim that stands, if the reward was granted.
SELECT q.target = UNHEX(b.target), r.claim_id, r.claimed_at, r.key_id, r.signature
FROM JSON_TABLE(@batch, '$' COLUMNS (
    request CHAR(32) CHARACTER SET ascii PATH '$.request', target CHAR(32) CHARACTER SET ascii PATH '$.target',
    player_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.player_id', reward VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin PATH '$.reward')) AS b
JOIN claim_requests AS q ON q.request = UNHEX(b.request)
LEFT JOIN rewards AS r ON r.player_id = b.player_id AND r.reward = b.reward
