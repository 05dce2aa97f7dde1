DELETE FROM webhook_log WHERE number <= (@batch::json ->> 'number')::bigint
