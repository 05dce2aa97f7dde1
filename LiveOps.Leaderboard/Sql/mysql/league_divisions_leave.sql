-- [{"l","u"}]: whoever is in the lowest division now.
DELETE d FROM JSON_TABLE(@batch, '$[*]' COLUMNS (l INT PATH '$.l', u VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.u')) AS b
STRAIGHT_JOIN league_divisions AS d ON d.league = b.l AND d.player = b.u
