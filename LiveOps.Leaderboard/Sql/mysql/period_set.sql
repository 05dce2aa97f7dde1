UPDATE periods SET state = CAST(JSON_EXTRACT(@batch, '$.state') AS SIGNED), total = CAST(JSON_EXTRACT(@batch, '$.total') AS SIGNED) WHERE id = CAST(JSON_EXTRACT(@batch, '$.p') AS SIGNED)
