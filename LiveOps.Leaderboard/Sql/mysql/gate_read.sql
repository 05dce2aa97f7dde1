SELECT version FROM gate WHERE id = CAST(JSON_VALUE(@batch, '$.gate') AS SIGNED)
