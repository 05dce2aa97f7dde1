-- [{"player_id","player"}]: the rows of these players, locked in order, each with the time until which their events were erased.
SELECT p.player_id, p.xp, p.level, p.kills, p.updated_at, p.judged_under, COALESCE(p.bosses, '{}'), COALESCE(p.items, '{}'), COALESCE(p.rewards, '[]'), e.until
FROM JSON_TABLE(@batch, '$[*]' COLUMNS (
    player_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.player_id', player CHAR(32) PATH '$.player')) AS b
JOIN players AS p ON p.player_id = b.player_id
LEFT JOIN erasures AS e ON e.player = UNHEX(b.player)
ORDER BY p.player_id
FOR UPDATE
