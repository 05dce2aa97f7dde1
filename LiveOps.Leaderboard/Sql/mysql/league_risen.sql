-- {"l","p","w","u","limit"}: the next players above the lowest division: whether they scored in the period or joined it, did so in an earlier part, and are hidden.
SELECT d.player, d.division,
    EXISTS (SELECT 1 FROM league_members AS m WHERE m.league = d.league AND m.period = CAST(JSON_EXTRACT(@batch, '$.p') AS SIGNED) AND m.player = d.player) OR EXISTS (SELECT 1 FROM scores AS s WHERE s.period = CAST(JSON_EXTRACT(@batch, '$.p') AS SIGNED) AND s.player = d.player),
    EXISTS (SELECT 1 FROM league_parts AS e WHERE e.league = d.league AND e.whole = CONVERT(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.w')) USING ascii) AND e.player = d.player),
    EXISTS (SELECT 1 FROM hidden AS h WHERE h.player = d.player)
FROM league_divisions AS d
WHERE d.league = CAST(JSON_EXTRACT(@batch, '$.l') AS SIGNED) AND d.player > CONVERT(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.u')) USING ascii)
ORDER BY d.player
LIMIT 1000
