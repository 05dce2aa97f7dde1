DELETE FROM tracks WHERE board = @batch::json ->> 'b'
