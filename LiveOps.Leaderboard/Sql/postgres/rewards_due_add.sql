-- [{"p","r","f","l","a"}]: what the best of periods that close earn.
INSERT INTO rewards_due (period, reward, first_rank, last_rank, at)
SELECT b.p, b.r, b.f, b.l, b.a FROM json_to_recordset(@batch::json) AS b (p int, r text, f int, l int, a bigint)
ON CONFLICT DO NOTHING
