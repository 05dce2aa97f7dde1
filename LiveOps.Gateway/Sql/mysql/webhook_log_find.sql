SELECT number FROM webhook_log WHERE token = CAST(JSON_EXTRACT(@batch, '$.token') AS SIGNED)
