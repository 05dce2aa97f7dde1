UPDATE periods SET state = CAST(JSON_VALUE(@batch, '$.state') AS SIGNED), total = CAST(JSON_VALUE(@batch, '$.total') AS SIGNED) WHERE id = CAST(JSON_VALUE(@batch, '$.p') AS SIGNED)
