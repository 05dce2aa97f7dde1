-- {"before","limit"}: of jobs that were done before.
DELETE FROM grant_players WHERE (job, position) IN (
    SELECT p.job, p.position FROM grant_players AS p JOIN grant_jobs AS j ON j.id = p.job
    WHERE j.status = 3 AND j.changed_at < (@batch::json ->> 'before')::bigint
    LIMIT (@batch::json ->> 'limit')::int FOR UPDATE OF p SKIP LOCKED)
