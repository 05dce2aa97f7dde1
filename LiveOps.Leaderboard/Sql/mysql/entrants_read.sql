-- [{"e","u"}], sorted: behind the lock of their events.
SELECT n.event, n.player, n.attempts
FROM JSON_TABLE(@batch, '$[*]' COLUMNS (e VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.e', u VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.u')) AS b
STRAIGHT_JOIN entrants AS n ON n.event = b.e AND n.player = b.u
