DELETE FROM rewards_due WHERE period = (@batch::json ->> 'p')::int
