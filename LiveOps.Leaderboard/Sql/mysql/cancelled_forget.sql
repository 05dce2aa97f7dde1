DELETE FROM cancelled WHERE period = CAST(JSON_EXTRACT(@batch, '$.p') AS SIGNED)
