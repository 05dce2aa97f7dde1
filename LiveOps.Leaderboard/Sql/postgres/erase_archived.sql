UPDATE archived SET player = NULL WHERE player = @batch::json ->> 'u'
