DELETE FROM entrants WHERE player = @batch::json ->> 'u'
