DELETE FROM hidden WHERE player = JSON_VALUE(@batch, '$.u')
