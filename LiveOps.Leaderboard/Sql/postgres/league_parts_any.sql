SELECT 1 FROM league_parts WHERE league = (@batch::json ->> 'l')::bigint AND whole = @batch::json ->> 'w' AND player = ''
