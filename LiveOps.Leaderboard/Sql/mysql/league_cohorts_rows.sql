-- {"l","p","no","limit"}: the next cohorts with their players, who of them is ranked by what, and the division that they are in now.
SELECT c.no, c.division, s.player, s.score, s.achieved_at, COALESCE(d.division, 0)
FROM (
    SELECT no, league, period, division FROM league_cohorts
    WHERE league = CAST(JSON_EXTRACT(@batch, '$.l') AS SIGNED) AND period = CAST(JSON_EXTRACT(@batch, '$.p') AS SIGNED) AND no > CAST(JSON_EXTRACT(@batch, '$.no') AS SIGNED) ORDER BY no LIMIT 50
) AS c
LEFT JOIN league_members AS m ON m.league = c.league AND m.period = c.period AND m.cohort = c.no
LEFT JOIN scores AS s ON s.period = m.period AND s.player = m.player AND NOT EXISTS (SELECT 1 FROM hidden AS h WHERE h.player = s.player)
LEFT JOIN league_divisions AS d ON d.league = c.league AND d.player = s.player
ORDER BY c.no
