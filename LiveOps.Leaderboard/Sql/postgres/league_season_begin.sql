UPDATE league_seasons SET waits = 0 WHERE league = (@batch::json ->> 'l')::bigint AND period = (@batch::json ->> 'p')::bigint
