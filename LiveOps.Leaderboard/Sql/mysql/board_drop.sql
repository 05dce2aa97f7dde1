DELETE FROM boards WHERE name = CONVERT(JSON_VALUE(@batch, '$.b') USING ascii)
