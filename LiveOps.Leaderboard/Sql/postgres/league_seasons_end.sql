-- [{"l","p"}]: seasons that are over; what they hold is deleted in chunks.
UPDATE league_seasons AS s SET state = 1
FROM json_to_recordset(@batch::json) AS b (l int, p int)
WHERE s.league = b.l AND s.period = b.p
