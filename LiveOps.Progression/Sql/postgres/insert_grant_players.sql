-- {"job","from","players":[…]}
INSERT INTO grant_players (job, position, player_id)
SELECT @batch::json ->> 'job', (@batch::json ->> 'from')::int + (b.number - 1)::int, b.player_id
FROM json_array_elements_text(@batch::json -> 'players') WITH ORDINALITY AS b (player_id, number)
