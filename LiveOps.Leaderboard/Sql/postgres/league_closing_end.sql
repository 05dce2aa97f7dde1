DELETE FROM league_closings WHERE league = (@batch::json ->> 'l')::bigint AND period = (@batch::json ->> 'p')::bigint
