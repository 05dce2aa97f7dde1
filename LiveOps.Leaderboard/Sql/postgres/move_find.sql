SELECT 1 FROM moves WHERE token = (@batch::json ->> 'token')::bigint
