-- {"n","b","w","o","d"}: a league as the document has it.
INSERT INTO leagues (name, board, win, played, divisions, last_no, last_seat)
VALUES (CONVERT(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.n')) USING ascii), CONVERT(JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.b')) USING ascii), CAST(JSON_EXTRACT(@batch, '$.w') AS SIGNED), CAST(JSON_EXTRACT(@batch, '$.o') AS SIGNED) = 1, JSON_UNQUOTE(JSON_EXTRACT(@batch, '$.d')), 0, 0)
ON DUPLICATE KEY UPDATE board = VALUES(board), win = VALUES(win), played = VALUES(played), divisions = VALUES(divisions)
