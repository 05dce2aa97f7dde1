-- [{"p","u"}]: reads rows as they are.
SELECT s.period, s.player, s.score, s.achieved_at, s.last_at, s.other_at, s.version
FROM JSON_TABLE(@batch, '$[*]' COLUMNS (p INT PATH '$.p', u VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.u')) AS b
STRAIGHT_JOIN scores AS s ON s.period = b.p AND s.player = b.u
