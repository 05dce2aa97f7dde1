-- {"player_id",…}: their turns, those to come too
DELETE FROM grant_players WHERE player_id = @batch::json ->> 'player_id'
