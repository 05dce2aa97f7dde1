DELETE FROM live_events WHERE event = CONVERT(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.e')) USING ascii)
