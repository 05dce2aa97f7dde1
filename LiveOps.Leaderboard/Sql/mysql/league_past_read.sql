-- {"l","w"}: the past seasons of a period.
SELECT name FROM league_past WHERE league = CAST(JSON_EXTRACT(@batch, '$.l') AS SIGNED) AND (name = CONVERT(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.w')) USING ascii) OR name LIKE CONCAT(CONVERT(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.w')) USING ascii), '~%'))
