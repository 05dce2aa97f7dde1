-- {"player_id",…}, after the player's own row, so that whoever grants them rewards has ended before.
DELETE FROM rewards WHERE player_id = @batch::json ->> 'player_id'
