-- {"before","limit"}: jobs that were done before, once their players are forgotten.
DELETE FROM grant_jobs WHERE id IN (
    SELECT j.id FROM grant_jobs AS j
    WHERE j.status = 3 AND j.changed_at < (@batch::json ->> 'before')::bigint AND NOT EXISTS (SELECT FROM grant_players AS p WHERE p.job = j.id)
    LIMIT (@batch::json ->> 'limit')::int FOR UPDATE SKIP LOCKED)
