UPDATE periods SET state = (@batch::json ->> 'state')::smallint, total = (@batch::json ->> 'total')::int WHERE id = (@batch::json ->> 'p')::int AND state <> 6
