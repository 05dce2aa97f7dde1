-- player_id, xp, level, kills, updated_at, judged_under, version, known, bosses, items, counters, rewards: a document that is empty stays. Known is the version that a row
-- must still have, under the same rules; 0 for a row that the transaction has locked. Answers how many were written.
WITH written AS (
    UPDATE players AS p
    SET xp = b.xp, level = b.level, kills = b.kills, updated_at = b.updated_at, judged_under = b.judged_under, version = b.version,
        bosses = COALESCE(NULLIF(b.bosses, '')::json, p.bosses), items = COALESCE(NULLIF(b.items, '')::json, p.items), counters = COALESCE(NULLIF(b.counters, '')::json, p.counters),
        rewards = COALESCE(NULLIF(b.rewards, '')::json, p.rewards)
    FROM unnest(
        @player_id::text[], @xp::bigint[], @level::int[], @kills::int[], @updated_at::bigint[], @judged_under::bigint[], @version::bigint[], @known::bigint[],
        @bosses::text[], @items::text[], @counters::text[], @rewards::text[])
        AS b (player_id, xp, level, kills, updated_at, judged_under, version, known, bosses, items, counters, rewards)
    WHERE p.player_id = b.player_id AND (b.known = 0 OR (p.version = b.known AND p.judged_under = b.judged_under))
    RETURNING 1)
SELECT count(*) FROM written
