DELETE FROM hidden WHERE player = @batch::json ->> 'u'
