SELECT COUNT(*) FROM archived WHERE period = CAST(JSON_EXTRACT(@batch, '$.p') AS SIGNED) AND NOT EXISTS (SELECT 1 FROM hidden WHERE hidden.player = archived.player)
