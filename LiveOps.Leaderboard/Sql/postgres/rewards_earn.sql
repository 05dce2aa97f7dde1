-- {"p"}: who of a period that is archived earned what, hidden players left out.
INSERT INTO rewards_owed (reward, player, reached_at, at)
SELECT d.reward, r.player, r.achieved_at, d.at
FROM rewards_due AS d
JOIN (
    SELECT a.player, a.achieved_at, row_number() OVER (ORDER BY a.position) AS place
    FROM archived AS a
    WHERE a.period = (@batch::json ->> 'p')::int AND a.player IS NOT NULL AND NOT EXISTS (SELECT 1 FROM hidden AS h WHERE h.player = a.player)
    ORDER BY a.position
    LIMIT 10000
) AS r ON r.place BETWEEN d.first_rank AND d.last_rank
WHERE d.period = (@batch::json ->> 'p')::int
ORDER BY d.reward, r.place
