-- [{"l","p","d"}]: of each division the last cohort, which takes players.
SELECT c.league, c.period, c.division, c.no, c.taken
FROM json_to_recordset(@batch::json) AS b (l int, p int, d int)
JOIN league_cohorts AS c ON c.league = b.l AND c.period = b.p AND c.division = b.d
WHERE c.no = (SELECT MAX(o.no) FROM league_cohorts AS o WHERE o.league = b.l AND o.period = b.p AND o.division = b.d)
