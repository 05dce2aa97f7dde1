DELETE FROM rewards_due WHERE period = CAST(JSON_EXTRACT(@batch, '$.p') AS SIGNED)
