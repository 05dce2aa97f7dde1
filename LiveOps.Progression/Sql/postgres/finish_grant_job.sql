-- {"id","at"}: done, once nobody's turn is to come.
UPDATE grant_jobs AS j
SET status = 3, changed_at = (@batch::json ->> 'at')::bigint
WHERE j.id = @batch::json ->> 'id' AND j.status = 1 AND NOT EXISTS (SELECT FROM grant_players AS p WHERE p.job = j.id AND p.outcome = 0)
