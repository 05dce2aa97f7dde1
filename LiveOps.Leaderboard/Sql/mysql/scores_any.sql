SELECT 1 FROM scores WHERE period = CAST(JSON_VALUE(@batch, '$.p') AS SIGNED) LIMIT 1
