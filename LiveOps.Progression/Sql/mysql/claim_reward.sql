-- A claim: {"request","target","at","player_id","reward","claim","key","signature"}. Whoever is first changes the row, the others find it changed.
UPDATE rewards AS r
JOIN JSON_TABLE(@batch, '$' COLUMNS (
    request CHAR(32) CHARACTER SET ascii PATH '$.request', target CHAR(32) CHARACTER SET ascii PATH '$.target', at BIGINT PATH '$.at',
    player_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.player_id', reward VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin PATH '$.reward',
    claim CHAR(32) CHARACTER SET ascii PATH '$.claim', `key` VARCHAR(64) PATH '$.key', signature VARCHAR(128) CHARACTER SET ascii PATH '$.signature')) AS b
    ON b.player_id = r.player_id AND b.reward = r.reward
JOIN claim_requests AS q ON q.request = UNHEX(b.request) AND q.target = UNHEX(b.target)
SET r.claim_id = UNHEX(b.claim), r.claimed_at = b.at, r.key_id = b.`key`, r.signature = UNHEX(b.signature)
WHERE r.claim_id IS NULL
