-- A row that another replica inserted meanwhile is not counted: then all of it is done again.
INSERT INTO scores (period, player, score, achieved_at, last_at, other_at, version)
SELECT b.p, b.u, b.s, b.a, b.l, b.o, b.v
FROM json_to_recordset(@batch::json) AS b (p int, u text, s bigint, a bigint, l bigint, o bigint, v bigint)
ORDER BY b.p, b.u COLLATE "C"
ON CONFLICT (period, player) DO NOTHING
