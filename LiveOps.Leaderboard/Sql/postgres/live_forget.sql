DELETE FROM live_events WHERE event = @batch::json ->> 'e'
