SELECT version FROM gate WHERE id = (@batch::json ->> 'gate')::bigint
