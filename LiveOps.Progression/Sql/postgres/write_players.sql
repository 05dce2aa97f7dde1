-- player_id, xp, level, kills, updated_at, judged_under, known, bosses, items, counters, rewards, and one version: a document that is empty stays. Known is the version that a row
-- must still have, under the same rules; 0 for a row that the transaction has locked. Answers how many were written.
WITH written AS (
    UPDATE players AS p
    SET xp = b.xp, level = b.level, kills = b.kills, updated_at = b.updated_at, judged_under = b.judged_under, version = b.version,
        bosses = COALESCE(NULLIF(b.bosses, '')::json, p.bosses), items = COALESCE(NULLIF(b.items, '')::json, p.items), counters = COALESCE(NULLIF(b.counters, '')::json, p.counters),
        rewards = COALESCE(NULLIF(b.rewards, '')::json, p.rewards)
    FROM (
        SELECT unnest(@player_id::text[]) AS player_id, unnest(@xp::bigint[]) AS xp, unnest(@level::int[]) AS level, unnest(@kills::int[]) AS kills,
        unnest(@updated_at::bigint[]) AS updated_at, unnest(@judged_under::bigint[]) AS judged_under, @version::bigint AS version,
        unnest(@known::bigint[]) AS known, unnest(@bosses::text[]) AS bosses, unnest(@items::text[]) AS items, unnest(@counters::text[]) AS counters,
        unnest(@rewards::text[]) AS rewards) AS b
    WHERE p.player_id = b.player_id AND (b.known = 0 OR (p.version = b.known AND p.judged_under = b.judged_under))
    RETURNING 1)
SELECT count(*) FROM written
