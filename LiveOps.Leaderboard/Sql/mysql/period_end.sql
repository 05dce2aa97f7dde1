UPDATE periods SET closes = CAST(JSON_VALUE(@batch, '$.closes') AS SIGNED) WHERE id = CAST(JSON_VALUE(@batch, '$.p') AS SIGNED) AND state = 0
