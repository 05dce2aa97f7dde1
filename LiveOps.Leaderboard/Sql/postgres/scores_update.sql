-- A row that another replica changed since it was read (version x) is not counted: then all of it is done again.
UPDATE scores AS s SET score = b.s, achieved_at = b.a, last_at = b.l, other_at = b.o, version = b.v
FROM json_to_recordset(@batch::json) AS b (p int, u text, s bigint, a bigint, l bigint, o bigint, v bigint, x bigint)
WHERE s.period = b.p AND s.player = b.u AND s.version = b.x
