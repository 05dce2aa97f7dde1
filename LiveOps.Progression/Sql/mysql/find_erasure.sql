-- {"player",…}: when the player was last erased.
SELECT e.erased_at FROM erasures AS e WHERE e.player = UNHEX(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.player')))
