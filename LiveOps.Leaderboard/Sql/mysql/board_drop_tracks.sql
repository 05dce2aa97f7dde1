DELETE FROM tracks WHERE board = JSON_VALUE(@batch, '$.b')
