-- p, u: reads rows as they are.
SELECT s.period, s.player, s.score, s.achieved_at, s.last_at, s.other_at, s.version
FROM (SELECT unnest(@p::int[]) AS p, unnest(@u::text[]) AS u) AS b
JOIN scores AS s ON s.period = b.p AND s.player = b.u
