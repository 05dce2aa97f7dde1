DELETE FROM league_members WHERE player = @batch::json ->> 'u'
