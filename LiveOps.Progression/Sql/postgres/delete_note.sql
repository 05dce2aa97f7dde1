-- {"player_id","note_id"}
DELETE FROM notes WHERE player_id = @batch::json ->> 'player_id' AND note_id = @batch::json ->> 'note_id'
