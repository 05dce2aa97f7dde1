-- player_id: players whose rows were made for events that turned out to have no effect.
DELETE FROM players AS p
USING unnest(@player_id::text[]) AS b (player_id)
WHERE p.player_id = b.player_id AND p.updated_at = 0
