-- {"p","sign"}: the next rows in order of (sign × score, when it was reached, player), behind what is archived already.
INSERT INTO archived (period, position, player, score, achieved_at)
SELECT s.period, COALESCE(done.position, -1) + ROW_NUMBER() OVER (ORDER BY b.sign * s.score, s.achieved_at, s.player) AS position, s.player, s.score, s.achieved_at
FROM JSON_TABLE(@batch, '$' COLUMNS (p INT PATH '$.p', sign BIGINT PATH '$.sign')) AS b
JOIN scores AS s ON s.period = b.p
LEFT JOIN (SELECT a.position, a.score, a.achieved_at, a.player FROM archived AS a WHERE a.period = CAST(JSON_EXTRACT(@batch, '$.p') AS SIGNED) ORDER BY a.position DESC LIMIT 1) AS done ON TRUE
WHERE done.position IS NULL OR (b.sign * s.score, s.achieved_at, s.player) > (b.sign * done.score, done.achieved_at, done.player)
ORDER BY b.sign * s.score, s.achieved_at, s.player
LIMIT 20000
