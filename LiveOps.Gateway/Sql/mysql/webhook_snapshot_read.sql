SELECT content FROM webhook_snapshots WHERE number = CAST(JSON_EXTRACT(@batch, '$.number') AS SIGNED) ORDER BY part
