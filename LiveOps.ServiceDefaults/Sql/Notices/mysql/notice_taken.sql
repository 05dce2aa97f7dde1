DELETE FROM notices WHERE number > 0 AND number <= CAST(JSON_EXTRACT(@batch, '$.taken') AS SIGNED)
