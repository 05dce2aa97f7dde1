-- {"player_id",…}, after the player's own row
DELETE FROM notes WHERE player_id = @batch::json ->> 'player_id'
