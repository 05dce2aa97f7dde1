-- {"l","p","w","u","limit"}: the next players of a season, who were present in a part of its period.
SELECT m.player FROM league_members AS m
WHERE m.league = (@batch::json ->> 'l')::bigint AND m.period = (@batch::json ->> 'p')::bigint AND m.player > @batch::json ->> 'u'
ORDER BY m.player
LIMIT (@batch::json ->> 'limit')::bigint
