-- {"player_id","player","until","at"}
INSERT INTO erasures (player, until, erased_at)
SELECT UNHEX(b.player), b.until, b.at
FROM JSON_TABLE(@batch, '$' COLUMNS (player CHAR(32) CHARACTER SET ascii PATH '$.player', until BIGINT PATH '$.until', at BIGINT PATH '$.at')) AS b
ON DUPLICATE KEY UPDATE until = GREATEST(erasures.until, b.until), erased_at = b.at
