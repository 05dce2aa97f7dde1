-- {"player","erased"}: the entries stay, without the player's id, without a reason that names it, and, of a note, without what it said. What is set first is what the rest sees: the player last.
UPDATE audit SET before_json = IF(action IN ('note', 'delete-note'), '', before_json), after_json = IF(action IN ('note', 'delete-note'), '', after_json),
reason = IF(LOCATE(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.player')), reason) > 0 OR (action IN ('note', 'delete-note') AND reason <> ''), JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.erased')), reason),
player = JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.erased')) WHERE player = JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.player'))
