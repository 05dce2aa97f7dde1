-- {"e","limit"}
DELETE FROM entrants WHERE event = CONVERT(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.e')) USING ascii) LIMIT 2000
