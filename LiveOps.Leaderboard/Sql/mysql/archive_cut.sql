DELETE FROM archived WHERE period = CAST(JSON_EXTRACT(@batch, '$.p') AS SIGNED) AND position >= CAST(JSON_EXTRACT(@batch, '$.from') AS SIGNED) ORDER BY position LIMIT 2000
