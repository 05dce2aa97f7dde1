-- {"l","p","no","c"}: what becomes of a league's players when a period closes is to be found out.
INSERT IGNORE INTO league_closings (league, period, no, content, step, last_no, last_player, players, cohorts, promoted, relegated, fallen)
VALUES (CAST(JSON_EXTRACT(@batch, '$.l') AS SIGNED), CAST(JSON_EXTRACT(@batch, '$.p') AS SIGNED), CAST(JSON_EXTRACT(@batch, '$.no') AS SIGNED), JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.c')), 0, 0, '', 0, 0, 0, 0, 0)
