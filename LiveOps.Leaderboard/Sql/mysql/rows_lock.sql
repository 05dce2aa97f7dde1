-- [{"p","u"}], sorted: locks rows, as `rows` does.
SELECT 1
FROM JSON_TABLE(@batch, '$[*]' COLUMNS (p INT PATH '$.p', u VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.u')) AS b
STRAIGHT_JOIN scores AS s ON s.period = b.p AND s.player = b.u
FOR UPDATE
