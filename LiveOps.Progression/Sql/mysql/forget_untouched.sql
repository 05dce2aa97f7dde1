-- [{"player_id"}]: players whose rows were made for events that turned out to have no effect.
DELETE p FROM JSON_TABLE(@batch, '$[*]' COLUMNS (player_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.player_id')) AS b
STRAIGHT_JOIN players AS p ON p.player_id = b.player_id
WHERE p.updated_at = 0
