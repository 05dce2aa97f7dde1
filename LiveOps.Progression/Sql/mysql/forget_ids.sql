-- {"before","limit"}: the oldest. LIMIT takes no expression, so the limit is that of the program.
DELETE FROM applied_events WHERE applied_hour < CAST(JSON_EXTRACT(@batch, '$.before') AS SIGNED) ORDER BY applied_hour LIMIT 2000
