-- [{"l","n","p","d","t"}]: cohorts and how many places of theirs are taken.
INSERT INTO league_cohorts (league, no, period, division, taken)
SELECT b.l, b.n, b.p, b.d, b.t FROM json_to_recordset(@batch::json) AS b (l int, n bigint, p int, d int, t int)
ON CONFLICT (league, no) DO UPDATE SET taken = excluded.taken
