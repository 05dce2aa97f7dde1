-- [{"player_id","player"}], sorted. Makes the rows of players who have none, so that each has one to lock.
INSERT INTO players (player_id)
SELECT b.player_id FROM json_to_recordset(@batch::json) AS b (player_id text)
ON CONFLICT DO NOTHING
