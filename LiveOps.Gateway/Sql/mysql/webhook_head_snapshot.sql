UPDATE webhook_head SET snapshot = CAST(JSON_EXTRACT(@batch, '$.number') AS SIGNED) WHERE id = 1
