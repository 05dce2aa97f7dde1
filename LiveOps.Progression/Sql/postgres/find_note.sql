-- {"player_id","note_id",…}: one row where it is there
SELECT 1 FROM notes WHERE player_id = @batch::json ->> 'player_id' AND note_id = @batch::json ->> 'note_id'
