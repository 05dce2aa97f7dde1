DELETE FROM archived WHERE period = (@batch::json ->> 'p')::int AND position IN (
    SELECT position FROM archived WHERE period = (@batch::json ->> 'p')::int AND position >= (@batch::json ->> 'from')::int ORDER BY position LIMIT (@batch::json ->> 'limit')::int)
