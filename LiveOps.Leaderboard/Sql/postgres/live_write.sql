-- [{"e","n","a"}], sorted; their rows are locked.
UPDATE live_events AS l SET entrants = b.n, attempts = b.a
FROM json_to_recordset(@batch::json) AS b (e text, n int, a bigint)
WHERE l.event = b.e
