INSERT INTO tracks AS t (board, win, closed_through, closed_last)
SELECT b.board, b.win, b.through, b.last FROM json_to_recordset(@batch::json) AS b (board text, win smallint, through bigint, last text)
ON CONFLICT (board, win) DO UPDATE SET closed_through = greatest(t.closed_through, excluded.closed_through), closed_last = excluded.closed_last
