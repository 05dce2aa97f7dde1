SELECT event, content FROM live_running WHERE @batch::json IS NOT NULL ORDER BY event
