-- player_id, reward, position, granted_at
INSERT INTO rewards (player_id, reward, position, granted_at)
SELECT b.player_id, b.reward, b.position, b.granted_at
FROM unnest(@player_id::text[], @reward::text[], @position::int[], @granted_at::bigint[]) AS b (player_id, reward, position, granted_at)
ON CONFLICT DO NOTHING
