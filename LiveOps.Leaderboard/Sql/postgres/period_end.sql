UPDATE periods SET closes = (@batch::json ->> 'closes')::bigint WHERE id = (@batch::json ->> 'p')::int AND state = 0
