-- [{"player_id","xp","level","kills","updated_at","judged_under","version","known","bosses"?,"items"?,"counters"?,"rewards"?}], sorted: a document that is absent stays. Known is
-- the version that a row must still have, under the same rules; 0 for a row that the transaction has locked. Answers how many were written, or found to be so.
UPDATE JSON_TABLE(@batch, '$[*]' COLUMNS (
    player_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$.player_id', xp BIGINT PATH '$.xp', level INT PATH '$.level', kills INT PATH '$.kills',
    updated_at BIGINT PATH '$.updated_at', judged_under BIGINT PATH '$.judged_under', version BIGINT PATH '$.version', known BIGINT PATH '$.known',
    bosses MEDIUMTEXT PATH '$.bosses', items MEDIUMTEXT PATH '$.items', counters MEDIUMTEXT PATH '$.counters', rewards MEDIUMTEXT PATH '$.rewards')) AS b
STRAIGHT_JOIN players AS p ON p.player_id = b.player_id AND (b.known = 0 OR (p.version = b.known AND p.judged_under = b.judged_under))
SET p.xp = b.xp, p.level = b.level, p.kills = b.kills, p.updated_at = b.updated_at, p.judged_under = b.judged_under, p.version = b.version,
    p.bosses = COALESCE(b.bosses, p.bosses), p.items = COALESCE(b.items, p.items), p.counters = COALESCE(b.counters, p.counters), p.rewards = COALESCE(b.rewards, p.rewards);
SELECT ROW_COUNT()
