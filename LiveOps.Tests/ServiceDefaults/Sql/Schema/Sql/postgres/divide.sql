SELECT 10 / b.by FROM json_to_recordset(@batch::json) AS b (by bigint)
