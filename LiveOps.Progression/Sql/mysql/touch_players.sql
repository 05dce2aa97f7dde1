-- [{"player_id","player"}], sorted. Makes the rows of players who have none; unlike IGNORE it locks a row that is there as strongly as
-- the next statement will, so that two transactions do not both hold a weak lock and wait for the strong one.
INSERT INTO players (player_id)
SELECT b.player_id FROM JSON_TABLE(@batch, '$[*]' COLUMNS (player_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.player_id')) AS b
ON DUPLICATE KEY UPDATE updated_at = players.updated_at
