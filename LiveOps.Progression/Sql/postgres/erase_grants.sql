-- {"player_id",…}, after the player's own row
DELETE FROM grants WHERE player_id = @batch::json ->> 'player_id'
