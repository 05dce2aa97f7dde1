-- {"l","w"}: the last that is left of a period's parts, that there were any.
DELETE FROM league_parts WHERE league = (@batch::json ->> 'l')::bigint AND whole = @batch::json ->> 'w' AND player = ''
