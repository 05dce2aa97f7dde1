DELETE FROM gone WHERE period = CAST(JSON_VALUE(@batch, '$.p') AS SIGNED) AND position >= CAST(JSON_VALUE(@batch, '$.from') AS SIGNED)
