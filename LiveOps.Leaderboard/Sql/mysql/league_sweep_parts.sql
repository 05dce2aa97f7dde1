-- {"l","w","limit"}: who was present in parts of a period that is over. LIMIT takes no expression, so the limit is that of the program.
DELETE FROM league_parts WHERE league = CAST(JSON_EXTRACT(@batch, '$.l') AS SIGNED) AND whole = CONVERT(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.w')) USING ascii) AND player > '' ORDER BY player LIMIT 1000
