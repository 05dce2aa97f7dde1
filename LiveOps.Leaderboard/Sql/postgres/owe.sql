-- [{"p","u","v"}], sorted: entries that Redis is to be given.
INSERT INTO owed (period, player, version)
SELECT b.p, b.u, b.v FROM json_to_recordset(@batch::json) AS b (p int, u text, v bigint)
ON CONFLICT (period, player) DO UPDATE SET version = excluded.version
