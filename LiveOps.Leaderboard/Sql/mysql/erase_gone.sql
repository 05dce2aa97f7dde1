INSERT IGNORE INTO gone (period, position)
SELECT a.period, a.position FROM archived AS a JOIN hidden AS h ON h.player = a.player WHERE a.player = CONVERT(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.u')) USING ascii)
