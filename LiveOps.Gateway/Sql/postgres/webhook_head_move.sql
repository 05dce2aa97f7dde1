UPDATE webhook_head SET next_number = (@batch::json ->> 'next')::bigint WHERE id = 1
