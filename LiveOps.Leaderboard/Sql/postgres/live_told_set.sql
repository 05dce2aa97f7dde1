UPDATE live_told SET at = GREATEST(at, (@batch::json ->> 'at')::bigint) WHERE id = 1
