DELETE FROM blocked WHERE player = CONVERT(JSON_VALUE(@batch, '$.u') USING ascii)
