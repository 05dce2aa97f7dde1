-- {"before","limit"}: the oldest. LIMIT takes no expression, so the limit is that of the program.
DELETE FROM moves WHERE hour < CAST(JSON_EXTRACT(@batch, '$.before') AS SIGNED) ORDER BY hour LIMIT 2000
