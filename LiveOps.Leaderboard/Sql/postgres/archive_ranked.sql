SELECT COUNT(*) FROM archived WHERE period = (@batch::json ->> 'p')::bigint AND NOT EXISTS (SELECT 1 FROM hidden WHERE hidden.player = archived.player)
