-- [{"l","w","u"}]: who was present in a part of a period; without a name, that there was one.
INSERT IGNORE INTO league_parts (league, whole, player)
SELECT b.l, b.w, b.u FROM JSON_TABLE(@batch, '$[*]' COLUMNS (l INT PATH '$.l', w VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.w', u VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.u')) AS b
