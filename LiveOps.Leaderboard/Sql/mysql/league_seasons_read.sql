-- [{"l"}]: seasons, in the order in which they opened, those too that are over and not deleted yet.
SELECT s.league, s.period, s.opens, s.waits, s.state
FROM JSON_TABLE(@batch, '$[*]' COLUMNS (l INT PATH '$.l')) AS b
JOIN league_seasons AS s ON s.league = b.l
ORDER BY s.league, s.opens, s.made
