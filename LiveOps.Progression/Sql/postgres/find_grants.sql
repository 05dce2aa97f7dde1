-- {"id","players":[…]}, after their rows are locked: how many grants each player has, and the one of this id, if there is one.
SELECT b.player_id, (SELECT COUNT(*) FROM grants AS n WHERE n.player_id = b.player_id), uuid_send(g.fingerprint), g.document
FROM json_array_elements_text(@batch::json -> 'players') AS b (player_id)
LEFT JOIN grants AS g ON g.player_id = b.player_id AND g.grant_id = @batch::json ->> 'id'
