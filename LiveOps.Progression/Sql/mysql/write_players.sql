-- player_id, xp, level, kills, updated_at, judged_under, known, bosses, items, counters, rewards, sorted, and one version, which no row has: a document that is absent stays. Known is the
-- version that a row must still have, under the same rules; 0 for a row that the transaction has locked. It stands where the new version would, so that the row's own can be compared with it.
-- Answers how many were written: each counts 2, one that stayed as it was 1, and so does one that was made because it is not there. So where the number is too small, the transaction must not be committed.
-- Each column has the whole condition, also as it is when version is written: whether that is before or after the others is nowhere promised.
INSERT INTO players (player_id, xp, level, kills, updated_at, judged_under, version, bosses, items, counters, rewards)
VALUES @values(player_id, xp, level, kills, updated_at, judged_under, known, bosses, items, counters, rewards)
ON DUPLICATE KEY UPDATE
    version = IF(players.version = @version OR VALUES(version) = 0 OR (players.version = VALUES(version) AND players.judged_under = VALUES(judged_under)), @version, players.version),
    xp = IF(players.version = @version OR VALUES(version) = 0 OR (players.version = VALUES(version) AND players.judged_under = VALUES(judged_under)), VALUES(xp), players.xp),
    level = IF(players.version = @version OR VALUES(version) = 0 OR (players.version = VALUES(version) AND players.judged_under = VALUES(judged_under)), VALUES(level), players.level),
    kills = IF(players.version = @version OR VALUES(version) = 0 OR (players.version = VALUES(version) AND players.judged_under = VALUES(judged_under)), VALUES(kills), players.kills),
    updated_at = IF(players.version = @version OR VALUES(version) = 0 OR (players.version = VALUES(version) AND players.judged_under = VALUES(judged_under)), VALUES(updated_at), players.updated_at),
    judged_under = IF(players.version = @version OR VALUES(version) = 0 OR (players.version = VALUES(version) AND players.judged_under = VALUES(judged_under)), VALUES(judged_under), players.judged_under),
    bosses = IF(players.version = @version OR VALUES(version) = 0 OR (players.version = VALUES(version) AND players.judged_under = VALUES(judged_under)), COALESCE(VALUES(bosses), players.bosses), players.bosses),
    items = IF(players.version = @version OR VALUES(version) = 0 OR (players.version = VALUES(version) AND players.judged_under = VALUES(judged_under)), COALESCE(VALUES(items), players.items), players.items),
    counters = IF(players.version = @version OR VALUES(version) = 0 OR (players.version = VALUES(version) AND players.judged_under = VALUES(judged_under)), COALESCE(VALUES(counters), players.counters), players.counters),
    rewards = IF(players.version = @version OR VALUES(version) = 0 OR (players.version = VALUES(version) AND players.judged_under = VALUES(judged_under)), COALESCE(VALUES(rewards), players.rewards), players.rewards);
SELECT ROW_COUNT() - @rows
