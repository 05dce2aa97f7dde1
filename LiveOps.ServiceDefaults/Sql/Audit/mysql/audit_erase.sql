-- {"player","erased"}: the entries stay, without the player's id, and without a reason that names it.
UPDATE audit SET reason = IF(LOCATE(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.player')), reason) > 0, JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.erased')), reason), player = JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.erased')) WHERE player = JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.player'))
