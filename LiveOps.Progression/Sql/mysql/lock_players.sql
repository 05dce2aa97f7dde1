-- [{"player_id","player"}], sorted: the rows of these players, locked in order, each with the time until which their events were erased. A row
-- is locked as it is read, before any ORDER BY: so the batch leads, and says the order. What a subquery reads is not locked.
SELECT p.player_id, p.xp, p.level, p.kills, p.updated_at, p.judged_under, COALESCE(p.bosses, '{}'), COALESCE(p.items, '{}'), COALESCE(p.rewards, '[]'),
    (SELECT e.until FROM erasures AS e WHERE e.player = UNHEX(b.player)), COALESCE(p.counters, '{}')
FROM JSON_TABLE(@batch, '$[*]' COLUMNS (
    player_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.player_id', player CHAR(32) CHARACTER SET ascii PATH '$.player')) AS b
STRAIGHT_JOIN players AS p ON p.player_id = b.player_id
FOR UPDATE
