-- p, u: reads rows as they are.
SELECT s.period, s.player, s.score, s.achieved_at, s.last_at, s.other_at, s.version
FROM unnest(@p::int[], @u::text[]) AS b (p, u)
JOIN scores AS s ON s.period = b.p AND s.player = b.u
