UPDATE archived SET player = NULL WHERE player = CONVERT(JSON_VALUE(@batch, '$.u') USING ascii)
