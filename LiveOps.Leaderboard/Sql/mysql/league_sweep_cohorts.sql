-- {"l","p","limit"}: what a season that is over still holds; nothing of one that runs.
DELETE FROM league_cohorts WHERE league = CAST(JSON_EXTRACT(@batch, '$.l') AS SIGNED) AND period = CAST(JSON_EXTRACT(@batch, '$.p') AS SIGNED)
    AND EXISTS (SELECT 1 FROM league_seasons AS s WHERE s.league = CAST(JSON_EXTRACT(@batch, '$.l') AS SIGNED) AND s.period = CAST(JSON_EXTRACT(@batch, '$.p') AS SIGNED) AND s.state = 1)
ORDER BY no LIMIT 1000
