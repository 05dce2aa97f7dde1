-- [{"e","n","a"}], sorted; their rows are locked.
UPDATE JSON_TABLE(@batch, '$[*]' COLUMNS (e VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.e', n INT PATH '$.n', a BIGINT PATH '$.a')) AS b
STRAIGHT_JOIN live_events AS l ON l.event = b.e
SET l.entrants = b.n, l.attempts = b.a
