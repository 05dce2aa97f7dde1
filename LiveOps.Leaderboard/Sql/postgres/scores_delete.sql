DELETE FROM scores AS s USING json_to_recordset(@batch::json) AS b (p int, u text) WHERE s.period = b.p AND s.player = b.u
