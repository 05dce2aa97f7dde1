-- [{"l"}]: the board is dropped. What has closed by then has its closing, which needs its season.
UPDATE league_seasons SET state = 1
WHERE league IN (SELECT b.l FROM JSON_TABLE(@batch, '$[*]' COLUMNS (l INT PATH '$.l')) AS b) AND NOT EXISTS (SELECT 1 FROM league_closings AS c WHERE c.league = league_seasons.league AND c.period = league_seasons.period)
