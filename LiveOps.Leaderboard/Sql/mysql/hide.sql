INSERT IGNORE INTO hidden (player) VALUES (JSON_VALUE(@batch, '$.u'))
