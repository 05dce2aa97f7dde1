INSERT INTO boards (name, descending) SELECT b.name, b.descending FROM json_to_recordset(@batch::json) AS b (name text, descending boolean) ON CONFLICT (name) DO NOTHING
