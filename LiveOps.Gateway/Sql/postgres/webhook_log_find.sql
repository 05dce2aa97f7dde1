SELECT number FROM webhook_log WHERE token = (@batch::json ->> 'token')::bigint
