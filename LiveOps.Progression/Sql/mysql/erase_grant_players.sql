-- {"player_id",…}: their turns, those to come too
DELETE FROM grant_players WHERE player_id = CONVERT(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.player_id')) USING ascii) COLLATE ascii_bin
