-- {"l","p","limit"}: whoever waits for a cohort, in order, with their division.
SELECT m.player, m.seat, coalesce(d.division, 0)
FROM league_members AS m
LEFT JOIN league_divisions AS d ON d.league = m.league AND d.player = m.player
WHERE m.league = (@batch::json ->> 'l')::bigint AND m.period = (@batch::json ->> 'p')::bigint AND m.cohort = 0
ORDER BY m.seat
LIMIT (@batch::json ->> 'limit')::bigint
