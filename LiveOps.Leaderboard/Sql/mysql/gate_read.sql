SELECT version FROM gate WHERE id = CAST(JSON_EXTRACT(@batch, '$.gate') AS SIGNED)
