-- [{"l","f","t"}]: divisions have other places.
UPDATE league_divisions AS d SET division = b.t
FROM json_to_recordset(@batch::json) AS b (l int, f int, t int)
WHERE d.league = b.l AND d.division = b.f
