UPDATE live_told SET at = GREATEST(at, CAST(JSON_EXTRACT(@batch, '$.at') AS SIGNED)) WHERE id = 1
