-- {"l","keep"}: the oldest past seasons. LIMIT takes no expression, so how many are kept is that of the program.
DELETE p FROM league_past AS p
JOIN (SELECT no FROM league_past WHERE league = CAST(JSON_EXTRACT(@batch, '$.l') AS SIGNED) ORDER BY no DESC LIMIT 1 OFFSET 1000) AS o ON p.no <= o.no
WHERE p.league = CAST(JSON_EXTRACT(@batch, '$.l') AS SIGNED)
