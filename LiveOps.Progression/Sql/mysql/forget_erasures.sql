-- {"before","limit"}: the oldest. LIMIT takes no expression, so the limit is that of the program.
DELETE FROM erasures WHERE erased_at < CAST(JSON_EXTRACT(@batch, '$.before') AS SIGNED) ORDER BY erased_at LIMIT 2000
