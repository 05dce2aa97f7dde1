DELETE FROM tracks WHERE board = CONVERT(JSON_VALUE(@batch, '$.b') USING ascii)
