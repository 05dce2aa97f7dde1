-- {"player","erased"}: the entries stay, without the player's id, and without a reason that names it.
UPDATE audit SET reason = CASE WHEN position((@batch::json ->> 'player') IN reason) > 0 THEN @batch::json ->> 'erased' ELSE reason END, player = @batch::json ->> 'erased' WHERE player = @batch::json ->> 'player'
