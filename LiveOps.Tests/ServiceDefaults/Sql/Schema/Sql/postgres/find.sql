SELECT t.id, t.count FROM json_to_recordset(@batch::json) AS b (id text) JOIN things AS t ON t.id = b.id ORDER BY t.id
