DELETE FROM league_divisions WHERE player = @batch::json ->> 'u'
