-- [{"p"}]
INSERT INTO cancelled (period)
SELECT b.p FROM json_to_recordset(@batch::json) AS b (p int)
ON CONFLICT DO NOTHING
