-- Waiters are served in order: an exclusive one is not kept waiting by ever more sharers, as it might be by row locks.
SELECT pg_advisory_xact_lock_shared((@batch::json ->> 'gate')::bigint)
