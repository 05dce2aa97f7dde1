-- [{"r","u","a","t"}]: what players have earned.
INSERT INTO rewards_owed (reward, player, reached_at, at)
SELECT b.r, b.u, b.a, b.t FROM json_to_recordset(@batch::json) AS b (r text, u text, a bigint, t bigint)
