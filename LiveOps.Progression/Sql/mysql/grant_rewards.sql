-- [{"player_id","reward","position","granted_at"}]
INSERT IGNORE INTO rewards (player_id, reward, position, granted_at)
SELECT b.player_id, b.reward, b.position, b.granted_at
FROM JSON_TABLE(@batch, '$[*]' COLUMNS (
    player_id VARCHAR(64) PATH '$.player_id', reward VARCHAR(128) PATH '$.reward', position INT PATH '$.position', granted_at BIGINT PATH '$.granted_at')) AS b
