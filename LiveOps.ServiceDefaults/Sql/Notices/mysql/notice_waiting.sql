SELECT number, content FROM notices WHERE number > CAST(JSON_EXTRACT(@batch, '$.after') AS SIGNED) ORDER BY number LIMIT 1000
