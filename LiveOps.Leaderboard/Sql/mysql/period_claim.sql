SELECT id FROM periods WHERE id = CAST(JSON_EXTRACT(@batch, '$.p') AS SIGNED) AND state = CAST(JSON_EXTRACT(@batch, '$.state') AS SIGNED) FOR UPDATE
