SELECT content FROM webhook_snapshots WHERE number = (@batch::json ->> 'number')::bigint ORDER BY part
