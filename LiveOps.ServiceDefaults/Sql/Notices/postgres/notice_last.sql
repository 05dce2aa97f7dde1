UPDATE notice_numbers SET last = (@batch::json ->> 'last')::bigint WHERE id = 1
