SELECT 1 FROM moves WHERE token = CAST(JSON_EXTRACT(@batch, '$.token') AS SIGNED)
