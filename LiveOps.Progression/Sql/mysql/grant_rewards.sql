-- player_id, reward, position, granted_at. What was granted before stays; IGNORE would also cut off what does not fit.
INSERT INTO rewards (player_id, reward, position, granted_at) VALUES @values(player_id, reward, position, granted_at)
ON DUPLICATE KEY UPDATE position = rewards.position
