-- [{"l","p","u","n","s"}]: players and the cohorts that they are in; 0 waits for one.
INSERT INTO league_members (league, period, player, cohort, seat)
SELECT b.l, b.p, b.u, b.n, b.s FROM json_to_recordset(@batch::json) AS b (l int, p int, u text, n bigint, s bigint)
ON CONFLICT (league, period, player) DO UPDATE SET cohort = excluded.cohort
