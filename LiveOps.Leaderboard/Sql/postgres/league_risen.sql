-- {"l","p","w","u","limit"}: the next players above the lowest division: whether they scored in the period or joined it, did so in an earlier part, and are hidden.
SELECT d.player, d.division,
    (EXISTS (SELECT 1 FROM league_members AS m WHERE m.league = d.league AND m.period = (@batch::json ->> 'p')::bigint AND m.player = d.player) OR EXISTS (SELECT 1 FROM scores AS s WHERE s.period = (@batch::json ->> 'p')::bigint AND s.player = d.player))::int::bigint,
    (EXISTS (SELECT 1 FROM league_parts AS e WHERE e.league = d.league AND e.whole = @batch::json ->> 'w' AND e.player = d.player))::int::bigint,
    (EXISTS (SELECT 1 FROM hidden AS h WHERE h.player = d.player))::int::bigint
FROM league_divisions AS d
WHERE d.league = (@batch::json ->> 'l')::bigint AND d.player > @batch::json ->> 'u'
ORDER BY d.player
LIMIT (@batch::json ->> 'limit')::bigint
