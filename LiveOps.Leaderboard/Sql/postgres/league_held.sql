-- [{"l","p","u"}]: who of them is in a season that is not over.
SELECT m.league, m.period, m.player
FROM json_to_recordset(@batch::json) AS b (l int, p int, u text)
JOIN league_members AS m ON m.league = b.l AND m.period = b.p AND m.player = b.u
JOIN league_seasons AS s ON s.league = m.league AND s.period = m.period AND s.state = 0
