-- p, u: locks rows, sorted, so that no two replicas wait for each other.
SELECT 1 FROM unnest(@p::int[], @u::text[]) AS b (p, u)
JOIN scores AS s ON s.period = b.p AND s.player = b.u
ORDER BY s.period, s.player
FOR UPDATE OF s
