DELETE FROM gone WHERE period = (@batch::json ->> 'p')::int AND position >= (@batch::json ->> 'from')::int
