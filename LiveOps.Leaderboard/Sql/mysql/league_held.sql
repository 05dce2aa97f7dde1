-- [{"l","p","u"}]: who of them is in a season that is not over.
SELECT m.league, m.period, m.player
FROM JSON_TABLE(@batch, '$[*]' COLUMNS (l INT PATH '$.l', p INT PATH '$.p', u VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.u')) AS b
JOIN league_members AS m ON m.league = b.l AND m.period = b.p AND m.player = b.u
JOIN league_seasons AS s ON s.league = m.league AND s.period = m.period AND s.state = 0
