UPDATE periods SET state = 6, name = CONCAT('#', id), board = '#' WHERE board = CONVERT(JSON_VALUE(@batch, '$.b') USING ascii)
