-- {"player_id","player","until","at"}
INSERT INTO erasures AS e (player, until, erased_at)
SELECT b.player, b.until, b.at FROM json_to_record(@batch::json) AS b (player uuid, until bigint, at bigint)
ON CONFLICT (player) DO UPDATE SET until = GREATEST(e.until, excluded.until), erased_at = excluded.erased_at
