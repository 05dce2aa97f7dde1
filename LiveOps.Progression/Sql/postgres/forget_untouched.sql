-- player_id: players whose rows were made for events that turned out to have no effect.
DELETE FROM players AS p
USING (SELECT unnest(@player_id::text[]) AS player_id) AS b
WHERE p.player_id = b.player_id AND p.updated_at = 0
