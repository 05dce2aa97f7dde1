SELECT 1 FROM applied WHERE id = (@batch::json ->> 'id')::uuid
