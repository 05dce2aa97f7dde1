-- {"l","p","w","u","limit"}: the next players of a season, who were present in a part of its period.
SELECT m.player FROM league_members AS m
WHERE m.league = CAST(JSON_EXTRACT(@batch, '$.l') AS SIGNED) AND m.period = CAST(JSON_EXTRACT(@batch, '$.p') AS SIGNED) AND m.player > CONVERT(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.u')) USING ascii)
ORDER BY m.player
LIMIT 1000
