-- [{"job","position","outcome"}]
UPDATE JSON_TABLE(@batch, '$[*]' COLUMNS (
    job VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.job', position INT PATH '$.position', outcome INT PATH '$.outcome')) AS b
STRAIGHT_JOIN grant_players AS p ON p.job = b.job AND p.position = b.position
SET p.outcome = b.outcome
