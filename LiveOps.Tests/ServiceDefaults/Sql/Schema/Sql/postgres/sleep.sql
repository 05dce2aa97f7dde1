SELECT repeat('x', 9000), pg_sleep(b.seconds) FROM json_to_recordset(@batch::json) AS b (seconds bigint)
