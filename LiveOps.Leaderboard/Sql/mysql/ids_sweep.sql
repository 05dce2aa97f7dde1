DELETE a FROM applied AS a JOIN (
    SELECT id FROM applied WHERE hour < CAST(JSON_VALUE(@batch, '$.before') AS SIGNED) ORDER BY hour LIMIT 2000
) AS old ON a.id = old.id
