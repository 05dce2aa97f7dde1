-- player_id, sorted. Makes the rows of players who have none; unlike IGNORE it locks a row that is there as strongly as
-- the next statement will, so that two transactions do not both hold a weak lock and wait for the strong one.
INSERT INTO players (player_id) VALUES @values(player_id)
ON DUPLICATE KEY UPDATE updated_at = players.updated_at
