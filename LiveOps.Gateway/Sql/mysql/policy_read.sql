SELECT json FROM policy_in_force WHERE id = CAST(JSON_EXTRACT(@batch, '$.id') AS SIGNED)
