-- [{"l","f","t"}]: divisions have other places.
UPDATE league_cohorts AS c SET division = b.t
FROM json_to_recordset(@batch::json) AS b (l int, f int, t int)
WHERE c.league = b.l AND c.division = b.f
