UPDATE leagues_ruled SET since = CAST(JSON_EXTRACT(@batch, '$.s') AS SIGNED) WHERE id = 1
