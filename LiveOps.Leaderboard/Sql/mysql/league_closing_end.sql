DELETE FROM league_closings WHERE league = CAST(JSON_EXTRACT(@batch, '$.l') AS SIGNED) AND period = CAST(JSON_EXTRACT(@batch, '$.p') AS SIGNED)
