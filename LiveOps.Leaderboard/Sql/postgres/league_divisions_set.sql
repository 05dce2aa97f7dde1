-- [{"l","u","d"}], sorted
INSERT INTO league_divisions (league, player, division)
SELECT b.l, b.u, b.d FROM json_to_recordset(@batch::json) AS b (l int, u text, d int)
ON CONFLICT (league, player) DO UPDATE SET division = excluded.division
