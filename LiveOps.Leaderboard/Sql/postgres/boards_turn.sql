UPDATE boards AS t SET descending = b.descending FROM json_to_recordset(@batch::json) AS b (name text, descending boolean) WHERE t.name = b.name
