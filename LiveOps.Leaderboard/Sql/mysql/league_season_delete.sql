-- {"l","p"}: a season that is over, once nothing is left of it: another replica may be at it.
DELETE FROM league_seasons WHERE league = CAST(JSON_EXTRACT(@batch, '$.l') AS SIGNED) AND period = CAST(JSON_EXTRACT(@batch, '$.p') AS SIGNED) AND state = 1
    AND NOT EXISTS (SELECT 1 FROM league_members AS m WHERE m.league = CAST(JSON_EXTRACT(@batch, '$.l') AS SIGNED) AND m.period = CAST(JSON_EXTRACT(@batch, '$.p') AS SIGNED))
    AND NOT EXISTS (SELECT 1 FROM league_cohorts AS c WHERE c.league = CAST(JSON_EXTRACT(@batch, '$.l') AS SIGNED) AND c.period = CAST(JSON_EXTRACT(@batch, '$.p') AS SIGNED))
