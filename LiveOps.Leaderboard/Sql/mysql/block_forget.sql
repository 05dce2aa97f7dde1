DELETE FROM blocked WHERE player = JSON_VALUE(@batch, '$.u')
