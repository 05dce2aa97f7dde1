-- {"player_id",…}
DELETE FROM players WHERE player_id = CONVERT(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.player_id')) USING ascii)
