SELECT json FROM policy_in_force WHERE id = CAST(JSON_VALUE(@batch, '$.id') AS SIGNED)
