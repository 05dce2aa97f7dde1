UPDATE archived SET player = NULL WHERE player = CONVERT(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.u')) USING ascii)
