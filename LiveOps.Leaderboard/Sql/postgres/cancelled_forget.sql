DELETE FROM cancelled WHERE period = (@batch::json ->> 'p')::int
