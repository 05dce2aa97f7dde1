-- [{"player_id","xp","level","kills","updated_at","judged_under","bosses"?,"items"?,"rewards"?}]: a document that is absent stays.
UPDATE players AS p
SET xp = b.xp, level = b.level, kills = b.kills, updated_at = b.updated_at, judged_under = b.judged_under,
    bosses = COALESCE(b.bosses::json, p.bosses), items = COALESCE(b.items::json, p.items), rewards = COALESCE(b.rewards::json, p.rewards)
FROM json_to_recordset(@batch::json) AS b (
    player_id text, xp bigint, level int, kills int, updated_at bigint, judged_under bigint, bosses text, items text, rewards text)
WHERE p.player_id = b.player_id
