-- Rows, sorted. One that another replica inserted meanwhile is not counted: then all of it is done again.
INSERT IGNORE INTO scores (period, player, score, achieved_at, last_at, other_at, version)
SELECT b.p, b.u, b.s, b.a, b.l, b.o, b.v
FROM JSON_TABLE(@batch, '$[*]' COLUMNS (p INT PATH '$.p', u VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.u', s BIGINT PATH '$.s', a BIGINT PATH '$.a', l BIGINT PATH '$.l', o BIGINT PATH '$.o', v BIGINT PATH '$.v')) AS b
