-- [{"i"}]: what the bus has been told.
DELETE FROM rewards_owed WHERE id IN (SELECT b.i FROM json_to_recordset(@batch::json) AS b (i bigint))
