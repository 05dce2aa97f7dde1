DELETE FROM rewards_owed WHERE player = @batch::json ->> 'u'
