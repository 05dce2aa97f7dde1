-- How far a closing is.
UPDATE league_closings SET step = (@batch::json ->> 'step')::bigint, last_no = (@batch::json ->> 'no')::bigint, last_player = @batch::json ->> 'u', players = (@batch::json ->> 'players')::bigint, cohorts = (@batch::json ->> 'cohorts')::bigint, promoted = (@batch::json ->> 'promoted')::bigint, relegated = (@batch::json ->> 'relegated')::bigint, fallen = (@batch::json ->> 'fallen')::bigint
WHERE league = (@batch::json ->> 'l')::bigint AND period = (@batch::json ->> 'p')::bigint
