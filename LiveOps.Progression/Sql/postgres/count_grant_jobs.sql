-- {…}: how many are not done.
SELECT COUNT(*) FROM grant_jobs AS j WHERE @batch::json IS NOT NULL AND j.status <> 3
