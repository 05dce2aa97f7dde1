-- [{"e"}], sorted: makes rows where there are none, and locks them.
INSERT INTO live_events AS l (event, entrants, attempts)
SELECT b.e, 0, 0 FROM json_to_recordset(@batch::json) AS b (e text)
ON CONFLICT (event) DO UPDATE SET entrants = l.entrants
RETURNING l.event, l.entrants, l.attempts
