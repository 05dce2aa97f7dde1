UPDATE periods SET state = 6, name = CONCAT('#', id), board = '#' WHERE board = JSON_VALUE(@batch, '$.b')
