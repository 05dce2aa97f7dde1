SELECT 1 FROM scores WHERE period = (@batch::json ->> 'p')::int LIMIT 1
