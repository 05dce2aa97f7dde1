-- [{"l","w","u"}]: who was present in a part of a period; without a name, that there was one.
INSERT INTO league_parts (league, whole, player)
SELECT b.l, b.w, b.u FROM json_to_recordset(@batch::json) AS b (l int, w text, u text)
ON CONFLICT DO NOTHING
