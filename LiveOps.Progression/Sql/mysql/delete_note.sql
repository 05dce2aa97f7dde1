-- {"player_id","note_id"}
DELETE FROM notes WHERE player_id = CONVERT(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.player_id')) USING ascii) COLLATE ascii_bin AND note_id = CONVERT(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.note_id')) USING ascii) COLLATE ascii_bin
