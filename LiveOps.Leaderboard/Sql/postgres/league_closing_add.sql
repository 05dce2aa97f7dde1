-- {"l","p","no","c"}: what becomes of a league's players when a period closes is to be found out.
INSERT INTO league_closings (league, period, no, content, step, last_no, last_player, players, cohorts, promoted, relegated, fallen)
VALUES ((@batch::json ->> 'l')::bigint, (@batch::json ->> 'p')::bigint, (@batch::json ->> 'no')::bigint, @batch::json ->> 'c', 0, 0, '', 0, 0, 0, 0, 0)
ON CONFLICT DO NOTHING
