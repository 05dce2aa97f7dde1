-- {"e","limit"}
DELETE FROM entrants WHERE ctid IN (SELECT ctid FROM entrants WHERE event = @batch::json ->> 'e' LIMIT 2000)
