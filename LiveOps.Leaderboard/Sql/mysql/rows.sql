-- [{"p","u"}], sorted: locks rows, so that no two replicas wait for each other. A row is locked as it is read, before any ORDER BY: so the batch
-- leads, and says the order.
SELECT s.period, s.player, s.score, s.achieved_at, s.last_at, s.other_at, s.version
FROM JSON_TABLE(@batch, '$[*]' COLUMNS (p INT PATH '$.p', u VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.u')) AS b
STRAIGHT_JOIN scores AS s ON s.period = b.p AND s.player = b.u
FOR UPDATE
