-- [{"p","u"}]: locks rows, sorted, so that no two replicas wait for each other.
SELECT 1 FROM JSON_TABLE(@batch, '$[*]' COLUMNS (p INT PATH '$.p', u VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.u')) AS b
JOIN scores AS s ON s.period = b.p AND s.player = b.u
ORDER BY s.period, s.player
FOR UPDATE
