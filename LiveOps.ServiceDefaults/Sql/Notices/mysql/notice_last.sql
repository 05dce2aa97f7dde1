UPDATE notice_numbers SET last = CAST(JSON_EXTRACT(@batch, '$.last') AS SIGNED) WHERE id = 1
