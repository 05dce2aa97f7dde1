SELECT id FROM gate_lock WHERE id = CAST(JSON_EXTRACT(@batch, '$.gate') AS SIGNED) FOR UPDATE
