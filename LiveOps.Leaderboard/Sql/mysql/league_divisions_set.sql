-- [{"l","u","d"}], sorted
INSERT INTO league_divisions (league, player, division)
SELECT b.l, b.u, b.d FROM JSON_TABLE(@batch, '$[*]' COLUMNS (l INT PATH '$.l', u VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.u', d INT PATH '$.d')) AS b
ON DUPLICATE KEY UPDATE division = b.d
