-- player_id, reward, position, granted_at
INSERT INTO rewards (player_id, reward, position, granted_at)
SELECT b.player_id, b.reward, b.position, b.granted_at
FROM (SELECT unnest(@player_id::text[]) AS player_id, unnest(@reward::text[]) AS reward, unnest(@position::int[]) AS position, unnest(@granted_at::bigint[]) AS granted_at) AS b
ON CONFLICT DO NOTHING
