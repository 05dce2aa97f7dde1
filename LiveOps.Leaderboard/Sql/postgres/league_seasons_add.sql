-- [{"l","p","o","m","w"}]
INSERT INTO league_seasons (league, period, opens, made, waits, state)
SELECT b.l, b.p, b.o, b.m, b.w, 0 FROM json_to_recordset(@batch::json) AS b (l int, p int, o bigint, m bigint, w smallint)
