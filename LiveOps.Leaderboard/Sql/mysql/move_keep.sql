INSERT INTO moves (token, hour) VALUES (CAST(JSON_EXTRACT(@batch, '$.token') AS SIGNED), CAST(JSON_EXTRACT(@batch, '$.hour') AS SIGNED))
