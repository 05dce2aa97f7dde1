SELECT entrants FROM live_events WHERE event = @batch::json ->> 'e'
