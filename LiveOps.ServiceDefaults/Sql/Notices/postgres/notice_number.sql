-- [{"i","n"}]
UPDATE notices SET number = b.n FROM json_to_recordset(@batch::json) AS b (i bigint, n bigint) WHERE notices.id = b.i
