-- {"player",…}: when the player was last erased.
SELECT e.erased_at FROM json_to_record(@batch::json) AS b (player uuid) JOIN erasures AS e ON e.player = b.player
