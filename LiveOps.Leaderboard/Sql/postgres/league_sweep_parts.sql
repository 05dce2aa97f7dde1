-- {"l","w","limit"}: who was present in parts of a period that is over.
DELETE FROM league_parts WHERE league = (@batch::json ->> 'l')::bigint AND whole = @batch::json ->> 'w' AND player IN (SELECT player FROM league_parts WHERE league = (@batch::json ->> 'l')::bigint AND whole = @batch::json ->> 'w' AND player > '' ORDER BY player LIMIT (@batch::json ->> 'limit')::bigint)
