DELETE FROM blocked WHERE player = @batch::json ->> 'u'
