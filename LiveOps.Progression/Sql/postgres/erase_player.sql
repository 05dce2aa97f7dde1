-- {"player_id",…}
DELETE FROM players WHERE player_id = @batch::json ->> 'player_id'
