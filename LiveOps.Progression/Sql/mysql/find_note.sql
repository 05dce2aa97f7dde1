-- {"player_id","note_id",…}: one row where it is there
SELECT 1 FROM notes WHERE player_id = CONVERT(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.player_id')) USING ascii) COLLATE ascii_bin AND note_id = CONVERT(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.note_id')) USING ascii) COLLATE ascii_bin
