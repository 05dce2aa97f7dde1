-- {"before","limit"}
DELETE FROM claim_requests WHERE request IN (
    SELECT request FROM claim_requests WHERE bound_at < (@batch::json ->> 'before')::bigint
    LIMIT (@batch::json ->> 'limit')::int FOR UPDATE SKIP LOCKED)
