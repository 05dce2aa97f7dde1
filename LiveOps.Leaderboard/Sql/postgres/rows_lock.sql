-- [{"p","u"}]: locks rows, sorted, so that no two replicas wait for each other.
SELECT 1 FROM json_to_recordset(@batch::json) AS b (p int, u text)
JOIN scores AS s ON s.period = b.p AND s.player = b.u
ORDER BY s.period, s.player
FOR UPDATE OF s
