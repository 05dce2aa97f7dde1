-- A row that another replica changed since it was read (version x) is not counted: then all of it is done again.
UPDATE JSON_TABLE(@batch, '$[*]' COLUMNS (p INT PATH '$.p', u VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.u', s BIGINT PATH '$.s', a BIGINT PATH '$.a', l BIGINT PATH '$.l', o BIGINT PATH '$.o', v BIGINT PATH '$.v', x BIGINT PATH '$.x')) AS b
STRAIGHT_JOIN scores AS s ON s.period = b.p AND s.player = b.u AND s.version = b.x
SET s.score = b.s, s.achieved_at = b.a, s.last_at = b.l, s.other_at = b.o, s.version = b.v
