INSERT INTO dropped (board, times) VALUES (JSON_VALUE(@batch, '$.b'), 1) ON DUPLICATE KEY UPDATE times = times + 1
