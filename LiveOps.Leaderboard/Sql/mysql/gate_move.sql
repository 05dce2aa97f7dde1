UPDATE gate SET version = version + 1, floor = GREATEST(floor, CAST(JSON_VALUE(@batch, '$.floor') AS SIGNED)) WHERE id = CAST(JSON_VALUE(@batch, '$.gate') AS SIGNED)
