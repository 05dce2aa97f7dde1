-- {"l","w"}: the past seasons of a period.
SELECT name FROM league_past WHERE league = (@batch::json ->> 'l')::bigint AND (name = @batch::json ->> 'w' OR name LIKE CONCAT(@batch::json ->> 'w', '~%'))
