-- {"l","p","limit"}: what a season that is over still holds; nothing of one that runs.
DELETE FROM league_members WHERE league = (@batch::json ->> 'l')::bigint AND period = (@batch::json ->> 'p')::bigint AND player IN (SELECT player FROM league_members WHERE league = (@batch::json ->> 'l')::bigint AND period = (@batch::json ->> 'p')::bigint ORDER BY player LIMIT (@batch::json ->> 'limit')::bigint)
    AND EXISTS (SELECT 1 FROM league_seasons AS s WHERE s.league = (@batch::json ->> 'l')::bigint AND s.period = (@batch::json ->> 'p')::bigint AND s.state = 1)
