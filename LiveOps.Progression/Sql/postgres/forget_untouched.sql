-- [{"player_id"}]: players whose rows were made for events that turned out to have no effect.
DELETE FROM players AS p
USING json_to_recordset(@batch::json) AS b (player_id text)
WHERE p.player_id = b.player_id AND p.updated_at = 0
