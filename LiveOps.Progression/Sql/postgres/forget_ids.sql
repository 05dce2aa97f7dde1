-- {"before","limit"}: a chunk of old ids; what another replica is forgetting is skipped.
DELETE FROM applied_events WHERE id IN (
    SELECT id FROM applied_events WHERE applied_hour < (@batch::json ->> 'before')::int
    LIMIT (@batch::json ->> 'limit')::int FOR UPDATE SKIP LOCKED)
