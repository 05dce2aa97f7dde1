UPDATE webhook_head SET until_at = 0 WHERE id = 1 AND holder = @batch::json ->> 'me'
