DELETE FROM periods WHERE id = (@batch::json ->> 'p')::int
