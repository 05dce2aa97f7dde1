SELECT id FROM periods WHERE id = CAST(JSON_VALUE(@batch, '$.p') AS SIGNED) AND state = CAST(JSON_VALUE(@batch, '$.state') AS SIGNED) FOR UPDATE
