UPDATE periods AS t SET state = 1, closed_no = b.no FROM json_to_recordset(@batch::json) AS b (p int, no bigint) WHERE t.id = b.p AND t.state = 0
