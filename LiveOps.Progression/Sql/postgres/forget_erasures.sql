-- {"before","limit"}
DELETE FROM erasures WHERE player IN (
    SELECT player FROM erasures WHERE erased_at < (@batch::json ->> 'before')::bigint
    LIMIT (@batch::json ->> 'limit')::int FOR UPDATE SKIP LOCKED)
