DELETE FROM notices WHERE player = @batch::json ->> 'player'
