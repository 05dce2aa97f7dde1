-- [{"player_id","reward","position","granted_at"}]. What was granted before stays; IGNORE would also cut off what does not fit.
INSERT INTO rewards (player_id, reward, position, granted_at)
SELECT b.player_id, b.reward, b.position, b.granted_at
FROM JSON_TABLE(@batch, '$[*]' COLUMNS (
    player_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.player_id', reward VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin PATH '$.reward',
    position INT PATH '$.position', granted_at BIGINT PATH '$.granted_at')) AS b
ON DUPLICATE KEY UPDATE position = rewards.position
