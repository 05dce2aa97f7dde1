-- {"before","limit"}: of jobs that were done before. LIMIT takes no expression, so the limit is that of the program.
DELETE FROM grant_players
WHERE job IN (SELECT j.id FROM grant_jobs AS j WHERE j.status = 3 AND j.changed_at < CAST(JSON_EXTRACT(@batch, '$.before') AS SIGNED))
ORDER BY job, position LIMIT 2000
