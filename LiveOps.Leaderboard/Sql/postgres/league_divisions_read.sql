-- [{"l","u"}]: the divisions of whoever is above the lowest.
SELECT d.league, d.player, d.division
FROM json_to_recordset(@batch::json) AS b (l int, u text)
JOIN league_divisions AS d ON d.league = b.l AND d.player = b.u
