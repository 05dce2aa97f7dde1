-- {"player_id",…}, after the player's own row
DELETE FROM notes WHERE player_id = CONVERT(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.player_id')) USING ascii) COLLATE ascii_bin
