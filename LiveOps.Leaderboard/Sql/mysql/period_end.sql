UPDATE periods SET closes = CAST(JSON_EXTRACT(@batch, '$.closes') AS SIGNED) WHERE id = CAST(JSON_EXTRACT(@batch, '$.p') AS SIGNED) AND state = 0
