DELETE FROM gone WHERE period = CAST(JSON_EXTRACT(@batch, '$.p') AS SIGNED) AND position >= CAST(JSON_EXTRACT(@batch, '$.from') AS SIGNED)
