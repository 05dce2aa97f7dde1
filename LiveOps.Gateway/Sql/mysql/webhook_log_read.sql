SELECT number, token, content FROM webhook_log WHERE number > CAST(JSON_EXTRACT(@batch, '$.after') AS SIGNED) ORDER BY number LIMIT 64
