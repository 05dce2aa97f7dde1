-- {"player_id",…}, after the player's own row, so that whoever grants them rewards has ended before.
DELETE FROM rewards WHERE player_id = CONVERT(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.player_id')) USING ascii)
