SELECT id FROM periods WHERE id = (@batch::json ->> 'p')::int AND state = (@batch::json ->> 'state')::smallint FOR UPDATE
