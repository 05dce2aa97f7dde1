-- {"after"}: the next 500 players behind an id, in order of their ids.
SELECT p.player_id, p.xp, p.kills, p.bosses::text, p.items::text, p.rewards::text, p.counters::text
FROM players AS p
WHERE p.player_id > (@batch::json ->> 'after') AND p.updated_at > 0
ORDER BY p.player_id
LIMIT 500
