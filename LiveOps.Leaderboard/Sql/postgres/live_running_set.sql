INSERT INTO live_running (event, content) VALUES (@batch::json ->> 'e', @batch::json ->> 'content') ON CONFLICT (event) DO UPDATE SET content = excluded.content
