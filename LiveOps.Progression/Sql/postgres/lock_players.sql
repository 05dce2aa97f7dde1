-- player_id, player: the rows of these players, locked in order, each with the time until which their events were erased.
SELECT p.player_id, p.xp, p.level, p.kills, p.updated_at, p.judged_under, p.bosses::text, p.items::text, p.rewards::text, e.until, p.counters::text
FROM (SELECT unnest(@player_id::text[]) AS player_id, unnest(@player::uuid[]) AS player) AS b
JOIN players AS p ON p.player_id = b.player_id
LEFT JOIN erasures AS e ON e.player = b.player
ORDER BY p.player_id
FOR UPDATE OF p
