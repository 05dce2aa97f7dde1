INSERT INTO dropped (board, times) VALUES (JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.b')), 1) ON DUPLICATE KEY UPDATE times = times + 1
