DELETE FROM live_running WHERE event = @batch::json ->> 'e'
