UPDATE webhook_head SET next_number = CAST(JSON_EXTRACT(@batch, '$.next') AS SIGNED) WHERE id = 1
