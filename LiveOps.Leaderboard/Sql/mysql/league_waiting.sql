-- {"l","p","limit"}: whoever waits for a cohort, in order, with their division. LIMIT takes no expression, so the limit is that of the program.
SELECT m.player, m.seat, COALESCE(d.division, 0)
FROM league_members AS m
LEFT JOIN league_divisions AS d ON d.league = m.league AND d.player = m.player
WHERE m.league = CAST(JSON_EXTRACT(@batch, '$.l') AS SIGNED) AND m.period = CAST(JSON_EXTRACT(@batch, '$.p') AS SIGNED) AND m.cohort = 0
ORDER BY m.seat
LIMIT 1000
