DELETE FROM live_running WHERE event = JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.e'))
