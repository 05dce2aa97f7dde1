DELETE FROM rewards_owed WHERE player = CONVERT(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.u')) USING ascii)
