UPDATE gate SET version = version + 1, floor = greatest(floor, (@batch::json ->> 'floor')::bigint) WHERE id = (@batch::json ->> 'gate')::bigint
