-- {"before","limit"}: jobs that were done before, once their players are forgotten.
DELETE FROM grant_jobs
WHERE status = 3 AND changed_at < CAST(JSON_EXTRACT(@batch, '$.before') AS SIGNED) AND NOT EXISTS (SELECT 1 FROM grant_players AS p WHERE p.job = grant_jobs.id)
ORDER BY made_at LIMIT 2000
