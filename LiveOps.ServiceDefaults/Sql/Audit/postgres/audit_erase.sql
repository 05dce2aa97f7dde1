-- {"player","erased"}: the entries stay, without the player's id, without a reason that names it, and, of a note, without what it said.
UPDATE audit SET before_json = CASE WHEN action IN ('note', 'delete-note') THEN '' ELSE before_json END, after_json = CASE WHEN action IN ('note', 'delete-note') THEN '' ELSE after_json END,
reason = CASE WHEN position((@batch::json ->> 'player') IN reason) > 0 OR (action IN ('note', 'delete-note') AND reason <> '') THEN @batch::json ->> 'erased' ELSE reason END,
player = @batch::json ->> 'erased' WHERE player = @batch::json ->> 'player'
