-- player_id, player: sorted. Makes the rows of players who have none, so that each has one to lock.
INSERT INTO players (player_id)
SELECT b.player_id FROM (SELECT unnest(@player_id::text[]) AS player_id) AS b
ON CONFLICT DO NOTHING
