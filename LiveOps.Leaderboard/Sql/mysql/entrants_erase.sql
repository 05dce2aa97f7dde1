DELETE FROM entrants WHERE player = CONVERT(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.u')) USING ascii)
