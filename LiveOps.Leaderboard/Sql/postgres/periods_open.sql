INSERT INTO periods (board, win, name, opens, closes, state, closed_no, total)
SELECT b.board, b.win, b.name, b.opens, b.closes, 0, 0, 0 FROM json_to_recordset(@batch::json) AS b (board text, win smallint, name text, opens bigint, closes bigint)
ON CONFLICT (board, win, name) DO NOTHING
