-- [{"e","u"}], sorted: behind the lock of their events.
SELECT n.event, n.player, n.attempts
FROM json_to_recordset(@batch::json) AS b (e text, u text)
JOIN entrants AS n ON n.event = b.e AND n.player = b.u
