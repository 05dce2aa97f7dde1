SELECT number, token, content FROM webhook_log WHERE number > (@batch::json ->> 'after')::bigint ORDER BY number LIMIT 64
