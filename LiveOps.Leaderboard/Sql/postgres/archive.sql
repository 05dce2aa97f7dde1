-- {"p","sign","limit"}: the next rows in order of (sign × score, when it was reached, player), behind what is archived already.
INSERT INTO archived (period, position, player, score, achieved_at)
SELECT s.period, coalesce(done.position, -1) + row_number() OVER (ORDER BY b.sign * s.score, s.achieved_at, s.player), s.player, s.score, s.achieved_at
FROM json_to_record(@batch::json) AS b (p int, sign bigint, "limit" int)
JOIN scores AS s ON s.period = b.p
LEFT JOIN LATERAL (SELECT a.position, a.score, a.achieved_at, a.player FROM archived AS a WHERE a.period = b.p ORDER BY a.position DESC LIMIT 1) AS done ON true
WHERE done.position IS NULL OR (b.sign * s.score, s.achieved_at, s.player) > (b.sign * done.score, done.achieved_at, done.player)
ORDER BY b.sign * s.score, s.achieved_at, s.player
LIMIT (@batch::json ->> 'limit')::int
