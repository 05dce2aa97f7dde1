INSERT INTO things AS t (id, count)
SELECT b.id, b.count FROM json_to_recordset(@batch::json) AS b (id text, count bigint) ORDER BY b.id
ON CONFLICT (id) DO UPDATE SET count = t.count + excluded.count
RETURNING id, count
