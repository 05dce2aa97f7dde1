-- {"before"}: the oldest. LIMIT takes no expression, so the limit is that of the program.
DELETE FROM audit WHERE at < CAST(JSON_EXTRACT(@batch, '$.before') AS SIGNED) ORDER BY at LIMIT 2000
