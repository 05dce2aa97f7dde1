DELETE FROM boards WHERE name = @batch::json ->> 'b'
