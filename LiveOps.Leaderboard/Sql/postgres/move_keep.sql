INSERT INTO moves (token, hour) VALUES ((@batch::json ->> 'token')::bigint, (@batch::json ->> 'hour')::int)
