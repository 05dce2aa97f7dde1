DELETE FROM league_parts WHERE player = @batch::json ->> 'u'
