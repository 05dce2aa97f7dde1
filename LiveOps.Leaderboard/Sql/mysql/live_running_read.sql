SELECT event, content FROM live_running ORDER BY event
