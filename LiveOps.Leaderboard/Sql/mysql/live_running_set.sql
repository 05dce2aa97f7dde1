INSERT INTO live_running (event, content) VALUES (JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.e')), JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.content'))) ON DUPLICATE KEY UPDATE content = VALUES(content)
