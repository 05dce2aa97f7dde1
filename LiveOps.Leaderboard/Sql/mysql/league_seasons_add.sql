-- [{"l","p","o","m","w"}]
INSERT INTO league_seasons (league, period, opens, made, waits, state)
SELECT b.l, b.p, b.o, b.m, b.w, 0 FROM JSON_TABLE(@batch, '$[*]' COLUMNS (l INT PATH '$.l', p INT PATH '$.p', o BIGINT PATH '$.o', m BIGINT PATH '$.m', w SMALLINT PATH '$.w')) AS b
