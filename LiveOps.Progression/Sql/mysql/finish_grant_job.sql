-- {"id","at"}: done, once nobody's turn is to come.
UPDATE JSON_TABLE(@batch, '$' COLUMNS (id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.id', at BIGINT PATH '$.at')) AS b
STRAIGHT_JOIN grant_jobs AS j ON j.id = b.id
SET j.status = 3, j.changed_at = b.at
WHERE j.status = 1 AND NOT EXISTS (SELECT 1 FROM grant_players AS p WHERE p.job = b.id AND p.outcome = 0)
