UPDATE league_seasons SET waits = 0 WHERE league = CAST(JSON_EXTRACT(@batch, '$.l') AS SIGNED) AND period = CAST(JSON_EXTRACT(@batch, '$.p') AS SIGNED)
