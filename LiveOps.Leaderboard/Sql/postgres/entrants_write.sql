-- [{"e","u","n"}], sorted.
INSERT INTO entrants (event, player, attempts)
SELECT b.e, b.u, b.n FROM json_to_recordset(@batch::json) AS b (e text, u text, n int)
ON CONFLICT (event, player) DO UPDATE SET attempts = excluded.attempts
