UPDATE webhook_head SET snapshot = (@batch::json ->> 'number')::bigint WHERE id = 1
