DELETE FROM webhook_snapshots WHERE number < (@batch::json ->> 'number')::bigint
