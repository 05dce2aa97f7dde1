DELETE FROM periods WHERE id = CAST(JSON_VALUE(@batch, '$.p') AS SIGNED)
