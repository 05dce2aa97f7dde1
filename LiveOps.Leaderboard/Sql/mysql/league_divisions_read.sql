-- [{"l","u"}]: the divisions of whoever is above the lowest.
SELECT d.league, d.player, d.division
FROM JSON_TABLE(@batch, '$[*]' COLUMNS (l INT PATH '$.l', u VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.u')) AS b
JOIN league_divisions AS d ON d.league = b.l AND d.player = b.u
