-- [{"l","u"}]: whoever is in the lowest division now.
DELETE FROM league_divisions AS d USING json_to_recordset(@batch::json) AS b (l int, u text) WHERE d.league = b.l AND d.player = b.u
