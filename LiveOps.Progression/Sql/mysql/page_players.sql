-- {"after"}: the next 500 players behind an id, in order of their ids.
SELECT p.player_id, p.xp, p.kills, COALESCE(p.bosses, '{}'), COALESCE(p.items, '{}'), COALESCE(p.rewards, '[]'), COALESCE(p.counters, '{}')
FROM players AS p
WHERE p.player_id > CONVERT(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.after')) USING ascii) COLLATE ascii_bin AND p.updated_at > 0
ORDER BY p.player_id
LIMIT 500
