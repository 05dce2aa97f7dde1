SELECT entrants FROM live_events WHERE event = JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.e'))
