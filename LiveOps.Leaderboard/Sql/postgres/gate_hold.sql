SELECT pg_advisory_xact_lock((@batch::json ->> 'gate')::bigint)
