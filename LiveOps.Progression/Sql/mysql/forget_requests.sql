-- {"before","limit"}: the oldest. LIMIT takes no expression, so the limit is that of the program.
DELETE FROM claim_requests WHERE bound_at < CAST(JSON_EXTRACT(@batch, '$.before') AS SIGNED) ORDER BY bound_at LIMIT 2000
