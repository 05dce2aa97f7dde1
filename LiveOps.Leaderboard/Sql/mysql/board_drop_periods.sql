UPDATE periods SET state = 6, name = CONCAT('#', id), board = '#' WHERE board = CONVERT(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.b')) USING ascii)
