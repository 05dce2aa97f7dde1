UPDATE leagues_ruled SET since = (@batch::json ->> 's')::bigint WHERE id = 1
