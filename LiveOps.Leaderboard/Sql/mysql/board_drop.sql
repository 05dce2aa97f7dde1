DELETE FROM boards WHERE name = JSON_VALUE(@batch, '$.b')
