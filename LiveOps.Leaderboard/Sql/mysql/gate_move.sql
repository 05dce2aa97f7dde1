UPDATE gate SET version = version + 1, floor = GREATEST(floor, CAST(JSON_EXTRACT(@batch, '$.floor') AS SIGNED)) WHERE id = CAST(JSON_EXTRACT(@batch, '$.gate') AS SIGNED)
