SELECT 1 FROM league_parts WHERE league = CAST(JSON_EXTRACT(@batch, '$.l') AS SIGNED) AND whole = CONVERT(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.w')) USING ascii) AND player = ''
