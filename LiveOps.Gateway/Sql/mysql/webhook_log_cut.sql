DELETE FROM webhook_log WHERE number <= CAST(JSON_EXTRACT(@batch, '$.number') AS SIGNED)
