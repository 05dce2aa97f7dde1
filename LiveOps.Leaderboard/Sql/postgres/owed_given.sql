-- [{"p","u","v"}], sorted: entries that Redis has been given. What was changed again meanwhile is still owed.
DELETE FROM owed AS o USING json_to_recordset(@batch::json) AS b (p int, u text, v bigint) WHERE o.period = b.p AND o.player = b.u AND o.version = b.v
